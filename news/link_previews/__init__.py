"""How a page looks as a shared link and in a search engine, beside its editor."""
