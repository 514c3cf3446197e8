"""Which campaign stands where, and how its views and clicks are counted."""
