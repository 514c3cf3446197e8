"""The hooks of the fields for dates and hours into Wagtail's admin."""

from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html
from wagtail import hooks

from news.moments.views import read_moment_view


@hooks.register("register_admin_urls")
def register_reading() -> list[URLPattern]:
    return [path("read-moment/", read_moment_view, name="read_moment")]


@hooks.register("insert_global_admin_js")
def add_script() -> str:
    return format_html('<script type="module" src="{}"></script>', static("js/admin/moment.js"))


@hooks.register("insert_global_admin_css")
def add_style() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin/moments.css"))
