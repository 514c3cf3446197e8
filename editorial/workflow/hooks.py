"""Entries of decisions in the history of a page."""

from functools import partial

from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from editorial.workflow.history import SENTENCES, SentenceFormatter


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    for action, sentence in SENTENCES.items():
        actions.register_action(action)(partial(SentenceFormatter, sentence))
