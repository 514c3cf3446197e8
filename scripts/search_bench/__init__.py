"""How well and how fast the site's search finds, measured: `make bench-search`."""
