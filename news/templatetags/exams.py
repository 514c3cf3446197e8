"""Tags for pages of exam results."""

from django import template

from news.exams.views import looks_up_names

register = template.Library()

register.simple_tag(looks_up_names, name="may_look_up_names")
