ON_POSTGRES = {
    "test_second_factor",
    "test_second_factor_reset",
    "test_sessions",
    "test_throttling",
    "test_users",
}
