"""Purges the caches in front of the site: a CDN by tag, any cache by address."""
