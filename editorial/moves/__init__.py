"""Moving pages: one move at a time, and how far its redirects are."""
