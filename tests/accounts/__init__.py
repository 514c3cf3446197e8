ON_POSTGRES = {
    "test_sessions",
    "test_throttling",
}
