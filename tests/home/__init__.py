ON_POSTGRES = {
    "test_advertising",
    "test_contact_admin",
}
