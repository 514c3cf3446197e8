"""Filters for dates as the newsroom writes them."""

from django import template

from news.moments import dates

register = template.Library()

for written in (
    dates.instant,
    dates.long_day,
    dates.day,
    dates.short_day,
    dates.moment,
    dates.short_moment,
):
    register.filter(written)
