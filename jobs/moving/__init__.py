"""Moving the whole content from one database to another, of either engine."""
