"""Approval of news alerts by a second person, and review afterwards."""
