ON_POSTGRES = {
    "test_browse",
    "test_feeds",
    "test_kept_uploads",
    "test_listing_costs",
    "test_listing_drafts",
    "test_listing_pages",
    "test_picture_chooser",
    "test_pictures_not_public",
    "test_sitemap",
    "test_slugs",
    "test_tag_suggestions",
    "test_topics",
}
