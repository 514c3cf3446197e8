"""A change by the last reviewer of a text: confirmed, published as form, or taken back."""
