"""The page editor: its views, actions and autosave."""
