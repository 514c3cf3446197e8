"""Webhooks: sending events to other services, and their pages in the admin."""
