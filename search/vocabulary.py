"""Deletes words that spellings are chosen from, once no text holds them."""

from search.documents import FORM
from search.engines import engine
from search.french import stem
from search.models import IndexedItem, Word
from search.terms import Clause

CHUNK = 500


def delete_unused() -> int:
    """Delete the words of no text that readers may find; return how many.

    Words are saved with what is published. The article that brought one may have been withdrawn.
    """
    unused = set(Word.objects.values_list("word", flat=True))
    last = 0
    while unused:
        keys = list(
            IndexedItem.objects.filter(pk__gt=last)
            .order_by("pk")
            .values_list("pk", flat=True)[:CHUNK]
        )
        if not keys:
            break
        last = keys[-1]
        for text in engine().texts(keys):
            unused -= {token.removeprefix(FORM) for token in f"{text.title} {text.body}".split()}
    deleted = [word for word in sorted(unused) if not _is_used_again(word)]
    for start in range(0, len(deleted), CHUNK):
        Word.objects.filter(word__in=deleted[start : start + CHUNK]).delete()
    return len(deleted)


def _is_used_again(word: str) -> bool:
    """Whether something published meanwhile holds a word that is its own stem."""
    return stem(word) == word and engine().matching([[Clause((word,))]]).exists()
