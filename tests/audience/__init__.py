ON_POSTGRES = {"test_comments_deciding", "test_comments_reading"}
