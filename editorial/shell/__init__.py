"""Menus and French labels of Wagtail's admin."""
