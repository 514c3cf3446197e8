ON_POSTGRES = {"test_demo_newsroom"}
