"""A mail server that kills whoever talks to it, before or after it has taken the mail."""

import os
import signal
from typing import Any

from django.core.mail.backends.base import BaseEmailBackend

from tests.jobs.faults.folder import is_asked, note


class DeadlyBackend(BaseEmailBackend):
    def send_messages(self, email_messages: list[Any]) -> int:
        for message in email_messages:
            note("reached", message.to[0])
            if is_asked("die-before"):
                os.kill(os.getpid(), signal.SIGKILL)
            note("mails", f"{message.to[0]} {message.subject}")
            if is_asked("die-after"):
                os.kill(os.getpid(), signal.SIGKILL)
        return len(email_messages)
