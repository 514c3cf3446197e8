"""Asks other sites whether a link to them still answers."""

import http.client
from dataclasses import dataclass

from django.utils.translation import gettext as _

from delivery import outbound
from delivery.outbound import AddressRule, Deadline

AGENT = "Actujet link check"
WAIT = 5.0  # seconds for one answer of the other side
LONGEST = 12.0  # seconds for one address, redirects included
MAX_REDIRECTS = 5
# What means that nothing is there any more. Refusals (401, 403, 429) and errors of a bad day
# (500, 503) say nothing of the link.
GONE = frozenset({404, 410})
# The answers to HEAD after which GET is tried: many servers know only GET.
RETRIED_BY_GET = GONE | {405, 501}


@dataclass(frozen=True)
class Answer:
    """Whether a link is dead, and why."""

    is_dead: bool
    reason: str = ""


def ask(address: str, allowed: AddressRule = outbound.is_public_web_server) -> Answer:
    """Ask for `address`, by HEAD and where that is refused by GET.

    allowed: which IP addresses and ports may be asked.
    """
    try:
        with Deadline(LONGEST, WAIT) as deadline:
            status = _status("HEAD", address, deadline, allowed)
            if status in RETRIED_BY_GET:
                status = _status("GET", address, deadline, allowed)
    except outbound.NotAWebAddress:
        return Answer(True, _("it is no web address"))
    except outbound.UnknownHost:
        return Answer(True, _("no site has this name"))
    except outbound.PrivateAddress:
        return Answer(True, _("it leads to no public site"))
    except outbound.TooManyRedirects:
        return Answer(True, _("it leads from one address to the next without end"))
    except (OSError, http.client.HTTPException):
        return Answer(True, _("no answer"))
    if status in GONE:
        return Answer(True, _("error %(status)s") % {"status": status})
    return Answer(False)


def _status(method: str, address: str, deadline: Deadline, allowed: AddressRule) -> int:
    return outbound.request(
        method,
        address,
        deadline,
        allowed=allowed,
        headers={"User-Agent": AGENT},
        max_redirects=MAX_REDIRECTS,
    )
