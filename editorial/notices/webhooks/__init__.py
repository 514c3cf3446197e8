"""Webhooks: what is sent to other services, and their pages in the admin."""
