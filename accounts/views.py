"""Sign-in beyond what Wagtail brings."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def locked_out(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Tell someone with too many wrong passwords how long to wait."""
    return render(request, "429.html", status=429)
