"""The first page of the newsroom: what waits for a person, what goes out, how own texts fare."""
