"""The paper's name in templates of the admin."""

from django import template

from accounts.paper_name import paper_name

register = template.Library()
register.simple_tag(paper_name)
