"""Permission checks where Wagtail has none: views by key, redirects, forms of groups."""
