"""Forms and page mixins that the pages of the desk share."""
