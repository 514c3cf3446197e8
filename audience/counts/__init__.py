"""What readers read and share, counted without cookies, and what is read most."""
