"""The JSON interface (docs/api.md): its endpoints, by the names that their addresses have."""

from django.urls import path
from wagtail.api.v2.router import WagtailAPIRouter

from news.api.addresses import NAMESPACE
from news.api.articles import Articles
from news.api.authors import Authors
from news.api.endpoint import Index, Nothing
from news.api.sections import Sections
from news.api.tags import Tags
from search.api import Search

ENDPOINTS = {endpoint.name: endpoint for endpoint in (Articles, Sections, Tags, Authors, Search)}

router = WagtailAPIRouter(NAMESPACE)
for name, endpoint in ENDPOINTS.items():
    router.register_endpoint(name, endpoint)

app_name = NAMESPACE
urlpatterns = [
    path("", Index.answer("lists", endpoints=tuple(ENDPOINTS)), name="index"),
    *router.get_urlpatterns(),
    # Only what ends in a slash: one that is forgotten is added.
    path("<path:path>/", Nothing.answer("nothing")),
]
