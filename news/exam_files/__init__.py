"""Lists of exam results as files: read from what an authority gives, written for readers."""
