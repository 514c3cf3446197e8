"""The page of a person's own account, which asks for confirmation before some changes."""
