"""The answers to too many tries: how long to wait."""

from datetime import timedelta
from math import ceil

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def too_many_passwords(request: HttpRequest, wait: timedelta) -> HttpResponse:
    return _page(request, "accounts/locked_out.html", wait)


def too_many_resets(request: HttpRequest, wait: timedelta) -> HttpResponse:
    return _page(request, "accounts/too_many_resets.html", wait)


def _page(request: HttpRequest, template: str, wait: timedelta) -> HttpResponse:
    seconds = ceil(wait.total_seconds())
    context = {"minutes": ceil(seconds / 60)}
    response = render(request, template, context, status=429)
    response.headers["Retry-After"] = str(seconds)
    response.headers["Cache-Control"] = "no-store"
    return response
