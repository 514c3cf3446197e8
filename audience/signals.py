"""What others are told of readers, after the commit."""

from django.dispatch import Signal

# comment: its key. before, after: its states (`comments.models.Status`), before "" for a new one.
comment_decided = Signal()
