"""The small tables that are typed of a race: runners, selection, dividends; how lists are read."""
