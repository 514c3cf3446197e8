"""Acts of the newsroom that Wagtail's history of the site tells in a sentence."""

from django.utils.functional import Promise
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import BaseLogEntry


def tell_in_history(
    actions: LogActionRegistry, action: str, name: Promise, sentence: Promise
) -> None:
    """Have an action named, and told by `sentence`, whose `%(…)s` are taken from the entry."""

    class Formatter(LogFormatter):
        label = name

        def format_message(self, log_entry: BaseLogEntry) -> str:
            return str(sentence) % (log_entry.data or {})

    actions.register_action(action)(Formatter)
