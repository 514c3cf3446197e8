"""Checks the links of an article."""

from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.models import Page, Site

from delivery.request_cache import cached_for_request
from editorial.gates.checks.finding import Finding
from editorial.gates.models import GateSettings, LinkAnswer
from news.former_addresses import address_now
from news.models import ArticlePage, Author, Tag
from news.visibility import visible_pages


@dataclass(frozen=True)
class Link:
    """A link to a page, a document or an address, with the block that has it."""

    kind: str
    target: str
    text: str
    place: str


class _Anchors(HTMLParser):
    """Collects the `<a>` elements of stored rich text, with their text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[dict[str, str | None], list[str]]] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found.append((dict(attrs), []))
            self._open = True

    def handle_endtag(self, tag: str) -> None:
        self._open = self._open and tag != "a"

    def handle_data(self, data: str) -> None:
        if self._open:
            self.found[-1][1].append(data)


def links_of(article: ArticlePage) -> list[Link]:
    """Return the links of the body, in the order of the text."""
    found: list[Link] = []
    for block in article.body:
        place = f"block-{block.id}-section"
        if block.block_type == "paragraph":
            found += _links_of_rich_text(block.value.source, place)
        elif block.block_type == "embed":
            found.append(Link("address", block.value["url"] or "", block.value.heading, place))
        elif block.block_type == "document":
            found.append(_link_to_object("document", block.value["document"], place))
        elif block.block_type == "related_article":
            found.append(_link_to_object("page", block.value["article"], place))
    return found


def _links_of_rich_text(source: str, place: str) -> Iterator[Link]:
    parser = _Anchors()
    parser.feed(source)
    for attributes, words in parser.found:
        kind = attributes.get("linktype") or "address"
        target = attributes.get("id") if kind != "address" else attributes.get("href")
        yield Link(kind, target or "", "".join(words), place)


def _link_to_object(kind: str, chosen: Page | AbstractDocument | None, place: str) -> Link:
    return Link(kind, str(chosen.pk) if chosen else "", chosen.title if chosen else "", place)


def check_internal_links(article: ArticlePage) -> Iterator[Finding]:
    """Yield a finding for each link to this site that gives readers no page or document."""
    links = links_of(article)
    if not links:
        return
    pages = _public_pages({link.target for link in links if link.kind == "page"})
    documents = _public_documents({link.target for link in links if link.kind == "document"})
    hosts = _own_hosts()
    for link in links:
        if link.kind == "page":
            answers = link.target in pages or link.target == str(article.pk)
        elif link.kind == "document":
            answers = link.target in documents
        else:
            path = own_path(link.target, hosts)
            answers = path is None or has_page(path)
        if not answers:
            yield Finding("internal_link", _dead_link(link), link.place)


def _dead_link(link: Link) -> str:
    if link.kind == "page" and link.text:
        message = _("The link “%(link)s” leads to a page that readers cannot open.")
    elif link.kind == "document" and link.text:
        message = _("The link “%(link)s” leads to a document that readers cannot open.")
    elif link.text or link.target:
        message = _("The link “%(link)s” leads nowhere on this site.")
    else:
        return _("What a block in the body points to is no longer there.")
    return message % {"link": link.text or link.target}


def _public_pages(wanted: set[str]) -> set[str]:
    numbers = [int(number) for number in wanted if number.isdecimal()]
    if not numbers:
        return set()
    found = visible_pages().filter(pk__in=numbers).values_list("pk", flat=True)
    return {str(pk) for pk in found}


def _public_documents(wanted: set[str]) -> set[str]:
    numbers = [int(number) for number in wanted if number.isdecimal()]
    if not numbers:
        return set()
    found = get_document_model().objects.filter(pk__in=numbers).select_related("collection")
    return {str(d.pk) for d in found if not d.collection.get_view_restrictions()}


def _own_hosts() -> set[str]:
    names = Site.objects.order_by().values_list("hostname", flat=True)
    return cached_for_request("own hosts", lambda: {hostname.lower() for hostname in names})


def own_path(address: str, hosts: set[str]) -> str | None:
    """Return the path of `address` on this site; None for other sites, mail, telephone, anchors.

    hosts: the names of this site, in lower case.
    """
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").lower()
    except ValueError:
        return None
    if parts.scheme not in {"", "http", "https"} or (host and host not in hosts):
        return None
    return parts.path or ("/" if host else None)


def has_page(path: str) -> bool:
    """Whether readers get a page or a document at `path`."""
    if not path.startswith("/"):
        return False
    try:
        match = resolve(path)
    except Resolver404:
        return False
    if match.app_names and match.app_names[0].startswith("wagtailadmin"):
        return False
    if match.view_name == "wagtail_serve":
        return _is_public_page(path) or _is_redirected(path)
    if match.url_name in {"author", "author_feed"}:
        return Author.objects.filter(slug=match.kwargs["slug"]).exists()
    if match.url_name in {"tag", "tag_feed"}:
        return Tag.objects.at_address(match.kwargs["slug"]) is not None
    if match.url_name == "wagtaildocs_serve":
        number = str(match.kwargs["document_id"])
        return number in _public_documents({number})
    return True


def _asked_for(path: str) -> HttpRequest:
    request: Any = HttpRequest()
    request.method, request.path = "GET", path
    request._wagtail_site = Site.objects.filter(is_default_site=True).first()
    asked: HttpRequest = request
    return asked


def _is_public_page(path: str) -> bool:
    page = Page.find_for_request(_asked_for(path), path)
    return page is not None and visible_pages().filter(pk=page.pk).exists()


def _is_redirected(path: str) -> bool:
    written = Redirect.objects.filter(old_path=Redirect.normalise_path(path))
    return written.exists() or address_now(_asked_for(path), path) is not None


def check_external_links(article: ArticlePage) -> Iterator[Finding]:
    """Yield a finding for each link that was dead when the queue last requested it."""
    links = external_links(article)
    if not links or not GateSettings.load().checks_external_links:
        return
    dead = LinkAnswer.objects.filter(address__in=[link.target for link in links], is_dead=True)
    answers = {answer.address: answer for answer in dead}
    for link in links:
        answer = answers.get(link.target)
        if answer is None or answer.answered_at is None:
            continue
        message = _("The link “%(link)s” did not answer on %(date)s: %(reason)s.")
        words = {
            "link": link.text or link.target,
            "date": date_format(localtime(answer.answered_at), "SHORT_DATE_FORMAT"),
            "reason": answer.reason,
        }
        yield Finding("external_link", message % words, link.place)


def external_links(article: ArticlePage) -> list[Link]:
    """Return the links to other sites, each address once."""
    hosts = _own_hosts()
    found = {
        link.target: link
        for link in links_of(article)
        if link.kind == "address"
        and link.target.lower().startswith(("http://", "https://"))
        and own_path(link.target, hosts) is None
    }
    return list(found.values())
