ON_POSTGRES = {
    "test_advertising",
    "test_arrangement",
    "test_contact",
    "test_contact_admin",
    "test_front_page",
}
