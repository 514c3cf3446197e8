"""News alerts: approval by a second person, and review afterwards."""
