"""Counts searches and clicks by day, without anything about readers."""
