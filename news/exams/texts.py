"""The text that the desk sends when results are out."""

from django.utils.translation import gettext as _

from news.models import ExamResultsPage


def text_to_send(results: ExamResultsPage) -> str:
    """For a messenger or a mail; "" before readers can look up."""
    if results.current_list is None or not results.live:
        return ""
    words = {"exam": results.exam_label, "session": results.session}
    head = _("*Results of %(exam)s %(session)s*") % words
    how = _("Look up your result with your number and your %(word)s:") % {
        "word": results.word_label.lower()
    }
    return "\n".join([" ".join(head.split()).replace(" *", "*"), how, results.full_url or ""])
