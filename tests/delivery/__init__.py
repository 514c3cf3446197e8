ON_POSTGRES = {
    "test_change_log",
    "test_database_away",
    "test_health",
    "test_unexpected_values",
}
