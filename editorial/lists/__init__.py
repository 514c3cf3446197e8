"""What the admin's lists have in common: how they are paged, and what a row costs."""
