"""Proof of work on suspicion (ALTCHA, https://altcha.org): what keeps a flood of comments slow.

A form that comes from a suspect network holds a challenge, which a browser solves while its reader
types (`static/js/comment-proof.js`). Nobody is refused for want of a solution: their comment waits.
"""

import json
import secrets
import time
from datetime import datetime, timedelta

from altcha import Payload, create_challenge, verify_solution
from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from audience.comments.models import Comment, Status, UsedProof
from delivery.limits import HOUR

ALGORITHM = "PBKDF2/SHA-256"
# Each try is so many rounds of PBKDF2; the solution is one of the tries between these two. At most
# half a second of a desktop, three of a phone that has a sixth of its speed.
ROUNDS = 5_000
LEAST_TRIES, MOST_TRIES = 200, 480
LASTS = 2 * HOUR
LONGEST_PROOF = 2_000

WITHIN = timedelta(minutes=10)
# So many comments of one network within that time, whatever the article.
MANY_OF_NETWORK = 3
# So much spam of any network within that time: an attack from many of them.
MUCH_SPAM = 30


def suspicion(network: str) -> str:
    """Why comments of that network need a proof just now; empty if they need none."""
    since = timezone.now() - WITHIN
    if network:
        lately = Comment.objects.filter(network=network, posted_at__gte=since).order_by()
        states = list(lately.values_list("status", flat=True)[:MANY_OF_NETWORK])
        if len(states) >= MANY_OF_NETWORK:
            return _("many comments from one network")
        if Status.SPAM in states:
            return _("spam from the same network")
    spam = Comment.objects.filter(status=Status.SPAM, posted_at__gte=since).order_by()
    if len(spam.values_list("pk", flat=True)[:MUCH_SPAM]) >= MUCH_SPAM:
        return _("much spam from many networks")
    return ""


def challenge(article: int) -> str:
    """What a browser has to solve for a comment on that article, as JSON."""
    made = create_challenge(
        ALGORITHM,
        ROUNDS,
        counter=LEAST_TRIES + secrets.randbelow(MOST_TRIES - LEAST_TRIES),
        expires_at=int(time.time()) + LASTS,
        data={"article": article},
        hmac_secret=_secret("challenge"),
        hmac_key_secret=_secret("key"),
    )
    return json.dumps(made.to_dict(), separators=(",", ":"))


def accept(proof: str, article: int) -> bool:
    """Whether a proof holds for a comment on that article; it does so once."""
    if not proof or len(proof) > LONGEST_PROOF:
        return False
    checked = verify_solution(proof, _secret("challenge"), hmac_key_secret=_secret("key"))
    if not checked.verified:
        return False
    solved = Payload.from_base64(proof).challenge.parameters
    if solved.data != {"article": article}:
        return False
    return UsedProof.objects.get_or_create(nonce=solved.nonce)[1]


def forget_used(now: datetime) -> None:
    """Delete the marks of proofs that are too old to be taken again."""
    UsedProof.objects.filter(at__lt=now - timedelta(seconds=2 * LASTS)).delete()


def _secret(purpose: str) -> str:
    return salted_hmac(f"audience.proof.{purpose}", "", secret=settings.SECRET_KEY).hexdigest()
