"""Every public address, and the admin."""

from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from accounts.own_account.views import own_account
from audience.counts.views import how_we_count
from delivery.economy import choose as choose_economy
from delivery.media import media
from editorial.workflow.disabling import disable_workflow
from home.advertising.views import follow, seen
from home.icons import favicon, icon, touch_icon
from home.llms import llms
from home.offline import manifest, readings, service_worker
from home.page_cards import page_card
from home.styleguide import styleguide
from news.document_files import serve_document
from news.feeds import AuthorFeed, CorrectionFeed, SectionFeed, SiteFeed, TagFeed
from news.routing import serve
from news.sitemaps import ads, news_sitemap, robots, security, sitemap, sitemap_part
from search.feeds import json_search_feed, search_feed
from search.views import opened_result, search, suggestions

urlpatterns = [
    path("admin/password_reset/", include("accounts.passwords.urls")),
    # Before Wagtail's own, which lets a password alone in.
    path("admin/login/", include("accounts.second_factor.urls")),
    # Before Wagtail's own, which asks for the old password only, and for nothing before an address.
    path("admin/account/", own_account, name="wagtailadmin_account"),
    # Before Wagtail's own, which would leave new policy pages without their workflow.
    path("admin/workflows/disable/<int:pk>/", disable_workflow),
    path(
        "_util/login/", RedirectView.as_view(pattern_name="wagtailadmin_login", query_string=True)
    ),
    path("admin/", include(wagtailadmin_urls)),
    # Before Wagtail's own, which sends whole files only.
    path(
        "documents/<int:document_id>/<path:file_name>",
        serve_document,
        name="wagtaildocs_serve",
    ),
    path("documents/", include(wagtaildocs_urls)),
    path("media/<path:path>", media),
    path("recherche/", search, name="search"),
    path("recherche/clics/", opened_result, name="search_clicks"),
    path("recherche/suggestions/", suggestions, name="search_suggestions"),
    path("api/v2/", include("config.api")),
    path("flux.json", SiteFeed(as_json=True), name="json_feed"),
    path("flux/auteurs/<slug:slug>.json", AuthorFeed(as_json=True)),
    path("flux/mots-cles/<slug:slug>.json", TagFeed(as_json=True)),
    path("flux/corrections.json", CorrectionFeed(as_json=True)),
    path("flux/recherche.json", json_search_feed),
    path("flux/<path:path>.json", SectionFeed(as_json=True)),
    path("flux/", SiteFeed(), name="feed"),
    path("flux/auteurs/<slug:slug>/", AuthorFeed(), name="author_feed"),
    path("flux/mots-cles/<slug:slug>/", TagFeed(), name="tag_feed"),
    path("flux/corrections/", CorrectionFeed(), name="correction_feed"),
    path("flux/recherche/", search_feed, name="search_feed"),
    path("flux/<path:path>/", SectionFeed(), name="section_feed"),
    path("sitemap-actualites.xml", news_sitemap, name="news_sitemap"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemap_part, name="sitemap_part"),
    path("commentaires/", include("audience.comments.urls")),
    path("compter/", include("audience.counts.urls")),
    path("comment-nous-comptons/", how_we_count, name="how_we_count"),
    path("pub/vues/", seen, name="adverts_seen"),
    path("pub/<int:campaign_id>/", follow, name="advert"),
    path("mode-economie/", choose_economy, name="economy"),
    path("mes-lectures/", readings, name="readings"),
    path("manifest.webmanifest", manifest, name="manifest"),
    path("sw.js", service_worker, name="service_worker"),
    path("styleguide/", styleguide, name="styleguide"),
    path("robots.txt", robots, name="robots"),
    path("llms.txt", llms, name="llms"),
    path("carte.png", page_card, name="page_card"),
    path("ads.txt", ads, name="ads"),
    path(".well-known/security.txt", security, name="security"),
    path("icone-<int:size>.png", icon, name="icon"),
    path("favicon.ico", favicon),
    path("apple-touch-icon.png", touch_icon),
    path("apple-touch-icon-precomposed.png", touch_icon),
    path("", include("news.urls")),
    path("", include([way for way in wagtail_urls.urlpatterns if way.name != "wagtail_serve"])),
    # In the place of Wagtail's own, which asks for each page above the one that is shown.
    re_path(wagtail_urls.serve_pattern, serve, name="wagtail_serve"),
]

handler400 = "home.errors.bad_request"
handler403 = "home.errors.permission_denied"
handler404 = "home.errors.page_not_found"
handler500 = "home.errors.server_error"
