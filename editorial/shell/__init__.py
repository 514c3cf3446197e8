"""Menus, menu pages and column labels of Wagtail's admin."""
