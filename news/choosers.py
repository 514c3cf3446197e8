"""Choosers that show nothing chosen for a value that is no key, beside the form's error."""

from django.db import models
from django.db.models import Model
from wagtail.admin.widgets.chooser import BaseChooser

from news.block_repair import MOST_KEY

# A page's key is the link to the row that all kinds of page share.
NUMBERS = (models.AutoField, models.OneToOneField)


def take_over() -> None:
    """Have all choosers of Wagtail ask for keys alone: theirs would raise while the form is drawn.

    There is no other place for it: each kind of chooser is registered with its own widget.
    """
    stock = BaseChooser.get_instance

    def get_instance(chooser: BaseChooser, value: object) -> Model | None:
        is_number = isinstance(chooser.model_class._meta.pk, NUMBERS)
        if is_number and isinstance(value, str):
            is_key = value.isascii() and value.isdecimal() and len(value) < 20
            if not is_key or int(value) > MOST_KEY:
                return None
        return stock(chooser, value)

    BaseChooser.get_instance = get_instance
