"""What the desk sees of the figures: a page of the admin, its files, figures of the past."""
