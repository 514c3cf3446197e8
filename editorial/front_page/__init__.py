"""The pages on which la Une is arranged: forms, history and views."""
