ON_POSTGRES = {
    "test_deadlines",
    "test_recipients",
}
