"""Whether an error was caused by a value that its own request has brought."""

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from django.core.exceptions import BadRequest, SuspiciousOperation, ValidationError
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError

# What reading a form ends in that is none.
NO_FORM = (OSError, ValueError, BadRequest, SuspiciousOperation, MultiPartParserError)
QUOTES = ("'{}'", '"{}"', "“{}”", "«\u00a0{}\u00a0»")


def is_about_query_or_form(request: HttpRequest, error: Exception) -> bool:
    """Whether a value of the query string or of the form is what the failing code could not take.

    Either the function that failed held that very object, or the error quotes it.
    """
    names, values = _sent(request)
    # Python keeps a single “a” for all who say it.
    known = {id(value) for value in names + values if len(value) > 1}
    if any(id(held) in known for held in (*error.args, *_strings_held(error.__traceback__))):
        return True
    return _is_quoted(error, values)


def holds_a_number_beyond_integers(request: HttpRequest) -> bool:
    _names, values = _sent(request)
    return any(value.isdecimal() and len(value) > 18 for value in values)


def leads_nowhere(request: HttpRequest) -> bool:
    """Whether `next` is no address: Django takes such a word for the name of a view, and fails."""
    queries = [request.GET]
    try:
        queries.append(request.POST)
    except NO_FORM:
        pass
    asked = [value for query in queries for value in query.getlist("next")]
    return any(value and "/" not in value and "." not in value for value in asked)


def is_too_deep(error: Exception) -> bool:
    """Whether JSON has more lists in lists than can be read."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    file = trace.tb_frame.f_code.co_filename if trace else ""
    return isinstance(error, RecursionError) and Path(file).parent.name == "json"


def is_about_address(request: HttpRequest, error: Exception) -> bool:
    """Whether it is a part of the address, as the key of an object, that could not be taken."""
    match = request.resolver_match
    return match is not None and _is_quoted(error, [str(part) for part in match.kwargs.values()])


def _is_quoted(error: Exception, values: list[str]) -> bool:
    """Whether the error quotes a value; an AttributeError or KeyError quotes names of the code."""
    if isinstance(error, (AttributeError, KeyError)):
        return False
    # The text of a ValidationError is the code of a list: its no-break spaces are not in it.
    said = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
    return any(
        repr(value) in said or any(quotes.format(value) in said for quotes in QUOTES)
        for value in values
    )


def _sent(request: HttpRequest) -> tuple[list[str], list[str]]:
    """Names and values of the query string and the form; the parts too of values that are lists."""
    queries = [request.GET]
    try:
        queries.append(request.POST)
    except NO_FORM:
        pass  # not even the form could be read
    names = [name for query in queries for name in query]
    values = [value for query in queries for _name, many in query.lists() for value in many]
    parts = [part for value in values for part in (value.strip(), *value.split(","))]
    return names, values + parts


def _strings_held(trace: TracebackType | None) -> Iterator[str]:
    """The strings that the failing function held, alone or in a list."""
    if trace is None:
        return
    while trace.tb_next:
        trace = trace.tb_next
    for value in trace.tb_frame.f_locals.values():
        if isinstance(value, str):
            yield value
        elif isinstance(value, (list, tuple)):
            yield from (part for part in value if isinstance(part, str))
