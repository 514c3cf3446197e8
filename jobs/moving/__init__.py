"""Moving everything that a site knows from one database to another, of either engine."""
