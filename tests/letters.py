"""Any character of a text, for hypothesis."""

from hypothesis import strategies as st

# Those that `st.text` takes by itself, where each process first encodes a million of them.
ANY = st.characters(exclude_categories=["Cs"])
