"""Facts read from the address of a video or a post; no request is made."""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit, urlunsplit

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class EmbedKind(models.TextChoices):
    VIDEO = "video", gettext_lazy("Video")
    SHORT = "short", gettext_lazy("Short video")
    LIVE = "live", gettext_lazy("Live broadcast")
    PLAYLIST = "playlist", gettext_lazy("Playlist")
    POST = "post", gettext_lazy("Post")
    PHOTO = "photo", gettext_lazy("Photo")


@dataclass(frozen=True)
class Embedded:
    """site: its name as people say it; who: the account, "" where the address does not tell."""

    site: str
    kind: EmbedKind
    who: str = ""

    @property
    def title(self) -> str:
        words = {"kind": self.kind.label, "site": self.site, "who": self.who}
        if self.who:
            return _("%(kind)s by %(who)s on %(site)s") % words
        return _("%(kind)s on %(site)s") % words


SITES = {
    "youtube.com": "YouTube",
    "youtu.be": "YouTube",
    "youtube-nocookie.com": "YouTube",
    "x.com": "X",
    "twitter.com": "X",
    "facebook.com": "Facebook",
    "fb.watch": "Facebook",
    "fb.com": "Facebook",
    "tiktok.com": "TikTok",
}
# By site, in this order: the path with its query of one name, and the kind that it means. `who` is
# an account; a number or a page of the site's own is none.
PATHS: dict[str, list[tuple[str, EmbedKind]]] = {
    "YouTube": [
        (r"/watch\?v=", EmbedKind.VIDEO),
        (r"/(?:embed|v)/\w", EmbedKind.VIDEO),
        (r"/shorts/\w", EmbedKind.SHORT),
        (r"/live/\w", EmbedKind.LIVE),
        (r"/(?P<who>@[^/?]+)/live$", EmbedKind.LIVE),
        (r"/playlist\?list=", EmbedKind.PLAYLIST),
    ],
    "X": [
        (r"/i/(?:web/)?status/\d", EmbedKind.POST),
        (r"/(?P<who>\w{1,15})/status(?:es)?/\d", EmbedKind.POST),
        (r"/i/broadcasts/\w", EmbedKind.LIVE),
    ],
    "Facebook": [
        (r"/watch/?\?v=", EmbedKind.VIDEO),
        (r"/watch/live/?\?v=", EmbedKind.LIVE),
        (r"/video\.php\?v=", EmbedKind.VIDEO),
        (r"/(?:reel|share/r)/\w", EmbedKind.SHORT),
        (r"/share/v/\w", EmbedKind.VIDEO),
        (r"/share/(?:p/)?\w", EmbedKind.POST),
        (r"/(?P<who>[^/?]+)/videos/(?:[^/]+/)?\w", EmbedKind.VIDEO),
        (r"/photo(?:\.php|/)?\?fbid=", EmbedKind.PHOTO),
        (r"/(?P<who>[^/?]+)/photos/", EmbedKind.PHOTO),
        (r"/groups/[^/]+/(?:posts|permalink)/\w", EmbedKind.POST),
        (r"/(?P<who>[^/?]+)/posts/\w", EmbedKind.POST),
        (r"/(?:permalink|story)\.php\?", EmbedKind.POST),
    ],
    "TikTok": [
        (r"/(?P<who>@[^/?]+)/video/\d", EmbedKind.VIDEO),
        (r"/(?P<who>@[^/?]+)/photo/\d", EmbedKind.PHOTO),
        (r"/(?P<who>@[^/?]+)/live", EmbedKind.LIVE),
        (r"/t/\w", EmbedKind.VIDEO),
    ],
}
# Hosts of short addresses, which tell the kind alone.
SHORT_HOSTS = {
    "youtu.be": EmbedKind.VIDEO,
    "fb.watch": EmbedKind.VIDEO,
    "vm.tiktok.com": EmbedKind.VIDEO,
    "vt.tiktok.com": EmbedKind.VIDEO,
}
TRACKING = re.compile(
    r"(?:utm_\w*|fbclid|gclid|dclid|msclkid|igshid?|mc_[ce]id|mibextid|ref_src|ref_url|yclid)\Z"
)
# Names that track on these sites and mean something on others: `t` is a moment of a video.
OWN_TRACKING = {
    "YouTube": {"si", "feature", "pp", "ab_channel"},
    "X": {"s", "t", "cxt"},
    "Facebook": {"ref", "refid", "__tn__", "rdid", "share_url", "sfnsn", "notif_t", "notif_id"},
    "TikTok": {"is_from_webapp", "sender_device", "sender_web_id", "web_id", "is_copy_url", "lang"}
    | {"_r", "_t", "_d", "share_app_id", "share_link_id", "u_code", "timestamp", "user_id"},
}


def read_address(url: str) -> Embedded | None:
    """Return what `url` leads to; None where the address does not tell."""
    parts, host, site = _parts(url)
    if not parts or not site or len(parts.path) < 2:
        return None
    if kind := SHORT_HOSTS.get(host):
        return Embedded(site, kind)
    for pattern, kind in PATHS[site]:
        path, asks, name = pattern.partition(r"\?")
        found = re.match(path + ("$" if asks else ""), parts.path)
        if found and name.rstrip("=") in ("", *parse_qs(parts.query)):
            return Embedded(site, kind, _who(site, found.groupdict().get("who") or ""))
    return None


def without_tracking(url: str) -> str:
    """`url` without what tells its site who has passed it on; all else as it was typed."""
    parts, _host, site = _parts(url)
    if not parts or not parts.query:
        return url
    own = OWN_TRACKING.get(site, set())
    kept = [pair for pair in parts.query.split("&") if not _is_tracking(pair, own)]
    if len(kept) == parts.query.count("&") + 1:
        return url
    return urlunsplit(parts._replace(query="&".join(kept)))


def _is_tracking(pair: str, own: set[str]) -> bool:
    name = pair.partition("=")[0].lower()
    return bool(TRACKING.match(name)) or name in own or name.startswith(("__cft__", "__xts__"))


def _parts(url: str) -> tuple[SplitResult | None, str, str]:
    """The parts of `url`, its host, and the name of its site; "" for one that is not known."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower().removeprefix("www.")
    except ValueError:
        return None, "", ""
    domain = host if host in SITES else ".".join(host.split(".")[-2:])
    return parts, host, SITES.get(domain, "")


def _who(site: str, name: str) -> str:
    """The account as its site writes it; a bare number says nothing to readers."""
    if not name or name.isdigit() or name.endswith(".php"):
        return ""
    return f"@{name}" if site == "X" else unquote(name)
