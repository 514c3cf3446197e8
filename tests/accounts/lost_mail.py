"""A mail server that is away."""

from typing import Any

from django.core.mail.backends.base import BaseEmailBackend


class LostMail(BaseEmailBackend):
    def send_messages(self, messages: Any) -> int:
        raise ConnectionRefusedError
