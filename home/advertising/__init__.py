"""Campaigns on readers' pages: choosing one for a place, counting its views and clicks."""
