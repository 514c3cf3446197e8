"""Taking articles off the site, with a reason on record."""
