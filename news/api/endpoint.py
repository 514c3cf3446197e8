"""What all endpoints of the JSON interface share."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.throttling import BaseThrottle
from wagtail.api.v2.pagination import WagtailPagination
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import BaseAPIViewSet
from wagtail.models import Site

from delivery.limits import MinuteLimit
from delivery.requests import reads_any_text
from news.api.addresses import Addresses
from news.api.parameters import check, number
from news.models import MachineSettings
from news.sites import site_of

# How many things a list holds, and how far into it one may go.
USUAL, MOST, FARTHEST = 20, 100, 100_000
MOST_A_MINUTE = 120  # requests of one network to one process
requests_limit = MinuteLimit(MOST_A_MINUTE)

MESSAGES = {
    404: _("There is nothing at this address."),
    405: _("This interface can only be read."),
    429: _("Too many requests: try again in a moment."),
}
# Everything in it is public, so the pages of other sites may read it too
# (https://fetch.spec.whatwg.org/#http-cors-protocol).
OPEN_TO_ALL = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "Retry-After"}
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
}


class OnlyJson(BaseContentNegotiation):
    """JSON, whatever is accepted: there is nothing else."""

    def select_parser(self, request: Request, parsers: list[Any]) -> Any:
        return parsers[0]

    def select_renderer(
        self, request: Request, renderers: list[Any], format_suffix: str | None = None
    ) -> tuple[Any, str]:
        return renderers[0], renderers[0].media_type


class DenseJson(JSONRenderer):
    def get_indent(self, accepted_media_type: str, renderer_context: dict[str, Any]) -> None:
        """Wagtail asks for four spaces, which readers pay for."""


class NetworkLimit(BaseThrottle):
    """The `requests_limit` of the endpoint that is asked."""

    def allow_request(self, request: Request, view: "Endpoint") -> bool:
        self.limit = view.requests_limit
        return self.limit.allows(request)

    def wait(self) -> int:
        return self.limit.seconds_left


class Slice(WagtailPagination):
    """Wagtail's `limit` and `offset`, with bounds."""

    def paginate_queryset(
        self,
        queryset: QuerySet[Any] | Sequence[Any],
        request: Request,
        view: BaseAPIViewSet | None = None,
    ) -> Any:
        limit = number(request.GET, "limit", default=USUAL, least=1, most=MOST)
        offset = number(request.GET, "offset", default=0, least=0, most=FARTHEST)
        self.total_count = queryset.count() if isinstance(queryset, QuerySet) else len(queryset)
        return queryset[offset : offset + limit]


class Endpoint(BaseAPIViewSet):
    """A list, and each thing in it at an address of its own.

    `summary` is what the list says of a thing, `whole` what its own address says.
    """

    http_method_names = ["get", "head", "options"]
    authentication_classes: ClassVar[list[type]] = []
    permission_classes: ClassVar[list[type]] = []
    renderer_classes = [DenseJson]
    content_negotiation_class = OnlyJson
    pagination_class = Slice
    throttle_classes = [NetworkLimit]
    requests_limit = requests_limit
    known_query_parameters = frozenset({"limit", "offset"})
    body_fields: ClassVar[list[str]] = []
    meta_fields: ClassVar[list[str]] = []

    summary: type[Serializer]
    whole: type[Serializer]
    # The path converter of the key in an address.
    key = "slug"

    @classmethod
    def get_urlpatterns(cls) -> list[URLPattern]:
        """Without Wagtail's `find/`, which leads from an address of the site to a page."""
        return [
            path("", cls.answer("listing_view"), name="listing"),
            path(f"<{cls.key}:pk>/", cls.answer("detail_view"), name="detail"),
        ]

    @classmethod
    def answer(cls, action: str, **given: object) -> Callable[..., HttpResponse]:
        """The view of one of these methods, which judges any query itself."""
        view: Callable[..., HttpResponse] = reads_any_text(cls.as_view({"get": action}, **given))
        return view

    @cached_property
    def site(self) -> Site:
        site = site_of(self.request)
        if site is None:
            raise Http404
        return site

    @cached_property
    def addresses(self) -> Addresses:
        return Addresses(self.request, self.site)

    @cached_property
    def settings_of_site(self) -> MachineSettings:
        return MachineSettings.for_site(self.site)

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        super().initial(request, *args, **kwargs)
        if not self.settings_of_site.api:
            raise Http404
        if request.method != "OPTIONS":
            is_list = self.action == "listing_view"
            check(request.GET, self.known_query_parameters if is_list else ())

    def options(self, request: Request, *args: object, **kwargs: object) -> Response:
        """What browsers ask before a script of another site may; nothing about the view."""
        return Response(status=204, headers=PREFLIGHT)

    def get_object(self) -> Any:
        found = self.find(self.kwargs["pk"])
        if found is None:
            raise Http404
        return found

    def find(self, key: Any) -> Any:
        """The thing of that key, if readers can open it; else None."""
        raise NotImplementedError

    def get_serializer_class(self) -> type[Serializer]:
        return self.summary if self.action == "listing_view" else self.whole

    def handle_exception(self, error: Exception) -> Response:
        """A French sentence instead of the library's, which names its classes."""
        answer: Response = super().handle_exception(error)
        if isinstance(error, BadRequestError):
            message = str(error)
        else:
            message = str(MESSAGES.get(answer.status_code, _("This cannot be answered.")))
        answer.data = {"message": message}
        return answer

    def finalize_response(
        self, request: Request, response: HttpResponse, *args: object, **kwargs: object
    ) -> HttpResponse:
        final: HttpResponse = super().finalize_response(request, response, *args, **kwargs)
        # The pages themselves are what engines shall show.
        for name, value in {**OPEN_TO_ALL, "X-Robots-Tag": "noindex"}.items():
            final[name] = value
        return final


class Index(Endpoint):
    """The addresses of all lists, by the names of `endpoints`."""

    endpoints: Sequence[str] = ()

    def lists(self, request: Request) -> Response:
        return Response({name: self.addresses.listing(name) for name in self.endpoints})


class Nothing(Endpoint):
    """404, as all endpoints say it, for any other address of the interface."""

    def nothing(self, request: Request, path: str) -> Response:
        raise Http404
