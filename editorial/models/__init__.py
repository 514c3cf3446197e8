"""What the desk keeps beside the pages."""

from editorial.models.publishing import PublishingFailure, ScheduledAction
from editorial.models.tasks import ReviewTask

__all__ = ["PublishingFailure", "ReviewTask", "ScheduledAction"]
