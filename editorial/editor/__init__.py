"""What the page editor does for whoever writes in it."""
