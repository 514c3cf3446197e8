ON_POSTGRES = {
    "test_caches",
    "test_database_away",
    "test_health",
    "test_unexpected_values",
}
