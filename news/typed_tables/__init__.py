"""Small tables that are typed in a grid and kept as text."""
