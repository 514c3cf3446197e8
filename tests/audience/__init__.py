ON_POSTGRES = {
    "test_comments_by_mail",
    "test_comments_deciding",
    "test_comments_reading",
    "test_counts",
    "test_counts_desk",
    "test_counts_desk_explorer",
    "test_counts_desk_past",
    "test_counts_shown",
}
