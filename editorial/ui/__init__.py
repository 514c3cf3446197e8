"""Parts that the desk's pages in the admin share."""
