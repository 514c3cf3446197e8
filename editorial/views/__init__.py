"""What the desk adds to Wagtail's page views."""
