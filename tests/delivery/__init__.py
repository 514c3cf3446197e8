ON_POSTGRES = {
    "test_change_log",
    "test_database_away",
    "test_dependencies",
    "test_health",
    "test_page_cache",
    "test_page_files",
    "test_pages_on_all_processes",
    "test_unexpected_values",
}
