ON_POSTGRES = {
    "test_api",
    "test_browse",
    "test_listing_pages",
    "test_moved_sections",
    "test_picture_chooser",
    "test_related",
    "test_sitemap",
    "test_slugs",
    "test_tag_merging",
    "test_tag_names",
    "test_tag_suggestions",
    "test_topics",
}
