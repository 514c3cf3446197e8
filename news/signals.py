"""What pages announce to the rooms above."""

from django.dispatch import Signal

# A page has been saved together with its rows (bylines, tags, questions); Django's own `post_save`
# comes before the rows. Arguments: `instance`, and `update_fields` as given to `save`.
page_saved = Signal()
