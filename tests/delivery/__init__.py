ON_POSTGRES = {
    "test_database_away",
    "test_health",
    "test_unexpected_values",
}
