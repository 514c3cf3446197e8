"""Middleware that leaves to the page cache what it does itself: compression, and 304."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.http import ConditionalGetMiddleware

from delivery import compression
from delivery.pages.views import is_left_to_front


class ConditionalGet(ConditionalGetMiddleware):
    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> Any:
        if is_left_to_front(request, response):
            return response
        return super().process_response(request, response)


class Compression(compression.Compression):
    is_left_to_front = staticmethod(is_left_to_front)
