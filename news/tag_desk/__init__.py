"""Tags in the admin: the list with their use, merging, deleting."""
