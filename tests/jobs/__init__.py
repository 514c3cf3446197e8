ON_POSTGRES = {
    "test_clock",
    "test_counters",
    "test_immediate",
    "test_listings",
    "test_moving",
    "test_queue",
}
