"""From where a reader came: one of a fixed list, so that nothing else of the way is kept."""

from collections.abc import Iterator

from audience.counts.models import Channel

# The first part of a name under many ends, such as google.fr and google.ml.
SEARCH_ENGINES = (
    "baidu bing brave duckduckgo ecosia google lilo mojeek naver qwant startpage yahoo yandex"
).split()
# Names and those below them; apps name themselves the other way round.
SITES = {
    "com.google.android.gm": Channel.EMAIL,
    "com.google.android.googlequicksearchbox": Channel.SEARCH,
    "mail.google.com": Channel.EMAIL,
    "mail.yahoo.com": Channel.EMAIL,
    "outlook.live.com": Channel.EMAIL,
    "outlook.office.com": Channel.EMAIL,
    "com.whatsapp": Channel.WHATSAPP,
    "com.whatsapp.w4b": Channel.WHATSAPP,
    "wa.me": Channel.WHATSAPP,
    "whatsapp.com": Channel.WHATSAPP,
    "com.facebook.katana": Channel.FACEBOOK,
    "com.facebook.lite": Channel.FACEBOOK,
    "com.facebook.orca": Channel.FACEBOOK,
    "facebook.com": Channel.FACEBOOK,
    "fb.me": Channel.FACEBOOK,
    "messenger.com": Channel.FACEBOOK,
    "com.twitter.android": Channel.X,
    "t.co": Channel.X,
    "twitter.com": Channel.X,
    "x.com": Channel.X,
    "org.telegram.messenger": Channel.TELEGRAM,
    "t.me": Channel.TELEGRAM,
    "telegram.me": Channel.TELEGRAM,
    "telegram.org": Channel.TELEGRAM,
}
# What our own share links and the senders of letters put into an address, as `utm_source` does.
MARKS = {
    "email": Channel.EMAIL,
    "facebook": Channel.FACEBOOK,
    "fb": Channel.FACEBOOK,
    "google": Channel.SEARCH,
    "lettre": Channel.NEWSLETTER,
    "mail": Channel.EMAIL,
    "newsletter": Channel.NEWSLETTER,
    "telegram": Channel.TELEGRAM,
    "twitter": Channel.X,
    "whatsapp": Channel.WHATSAPP,
    "x": Channel.X,
}
# By which an article can be shared.
SHARED_BY = frozenset(
    {
        Channel.WHATSAPP,
        Channel.FACEBOOK,
        Channel.X,
        Channel.TELEGRAM,
        Channel.EMAIL,
        Channel.COPY,
        Channel.OTHER,
    }
)


def channel_of(referrer: str, mark: str, here: str) -> Channel:
    """The channel of a view; referrer: the host that led here, here: our own."""
    if (marked := MARKS.get(mark.lower())) is not None:
        return marked
    host = referrer.lower().rstrip(".").partition(":")[0]
    if not host:
        return Channel.DIRECT
    if host == here.lower().partition(":")[0]:
        return Channel.SITE
    for name in _names_above(host):
        if name in SITES:
            return SITES[name]
    return Channel.SEARCH if _own_name(host) in SEARCH_ENGINES else Channel.OTHER


def _own_name(host: str) -> str:
    """`google`, of `www.google.fr` and of `google.co.uk`."""
    labels = host.split(".")[:-1]
    if len(labels) > 1 and len(labels[-1]) <= len("com"):
        labels.pop()
    return labels[-1] if labels else ""


def _names_above(host: str) -> Iterator[str]:
    """`m.facebook.com`, `facebook.com`, `com`."""
    while host:
        yield host
        host = host.partition(".")[2]
