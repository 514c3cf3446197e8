"""The words that corrections choose from, and how they are forgotten."""

from search.documents import FORM
from search.engines import engine
from search.french import stem
from search.models import IndexedItem, Word
from search.terms import Clause

CHUNK = 500


def forget_unread() -> int:
    """Delete the words that nothing readers may find holds any more; return how many.

    Words are learnt with what is published. The article that brought one may have been withdrawn.
    """
    unread = set(Word.objects.values_list("word", flat=True))
    last = 0
    while unread:
        keys = list(
            IndexedItem.objects.filter(pk__gt=last)
            .order_by("pk")
            .values_list("pk", flat=True)[:CHUNK]
        )
        if not keys:
            break
        last = keys[-1]
        for text in engine().texts(keys):
            unread -= {token.removeprefix(FORM) for token in f"{text.title} {text.body}".split()}
    forgotten = [word for word in sorted(unread) if not _came_back(word)]
    for start in range(0, len(forgotten), CHUNK):
        Word.objects.filter(word__in=forgotten[start : start + CHUNK]).delete()
    return len(forgotten)


def _came_back(word: str) -> bool:
    """Whether something published meanwhile holds a word that is its own stem."""
    return stem(word) == word and engine().matching([[Clause((word,))]]).exists()
