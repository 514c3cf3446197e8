ON_POSTGRES = {
    "test_any_request",
    "test_article_chooser",
    "test_assets_uses",
    "test_broken_content",
    "test_dashboard",
    "test_listing",
    "test_publishing",
    "test_schedule",
    "test_search_report",
    "test_workflow",
}
