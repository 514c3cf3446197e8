ON_POSTGRES = {"test_deadlines", "test_publishing_told", "test_webhook"}
