"""The page of one's own account, where password and mail address ask who is there."""
