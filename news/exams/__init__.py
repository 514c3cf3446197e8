"""Lists of exam results: imported, compared, published at their hour, looked up, deleted."""
