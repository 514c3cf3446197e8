"""Structured logs on standard error: one JSON object a line, or a line for the eye."""

from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from config.env import env

SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
    structlog.processors.format_exc_info,
]

structlog.configure(
    processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)


def _without_time(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    """`make run` puts the time in front of each line."""
    event.pop("timestamp", None)
    return event


RENDERERS: dict[str, list[Processor]] = {
    "json": [structlog.processors.JSONRenderer(ensure_ascii=False)],
    "text": [_without_time, structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0)],
}

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "chosen": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *RENDERERS[env.str("LOG_FORMAT", default="json")],
            ],
            "foreign_pre_chain": SHARED,
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "chosen"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        **{
            name: {"level": "INFO"}
            for name in ("accounts", "delivery", "django_structlog", "editorial", "jobs", "news")
        },
        # Each request is logged once, with its id and its traceback, by delivery.
        "django.request": {"level": "CRITICAL"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
