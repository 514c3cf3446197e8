"""Wagtail's search on PostgreSQL."""

from collections.abc import Iterable, Sequence

from modelsearch.backends.database.postgres.postgres import PostgresIndex, PostgresSearchBackend
from wagtail.search.models import IndexEntry

from search.backends import FrenchWords
from search.documents import BODY, KICKER, NAMES, STANDFIRST, Document
from search.indexing import FrenchIndex

# Of a text; PostgreSQL keeps no place beyond 16,383 and no vector above one megabyte.
MAX_INDEXED = 16_000
WEIGHTS = {KICKER: "B", STANDFIRST: "B", BODY: "D", NAMES: "C"}


def vector(parts: Iterable[tuple[str, str]]) -> str:
    """A tsvector as text, of lines of stems with the weight of each.

    Written out, so that PostgreSQL's parser takes no part: the words are those of `search.french`.
    https://www.postgresql.org/docs/current/datatype-textsearch.html
    """
    places: dict[str, list[str]] = {}
    at = 0
    for line, weight in parts:
        for word in line.split():
            at += 1
            if at > MAX_INDEXED:
                break
            places.setdefault(word, []).append(f"{at}{weight}")
    return " ".join(f"'{word}':{','.join(found)}" for word, found in places.items())


class Index(FrenchIndex, PostgresIndex):
    def write_entries(
        self, content_type: int, keys: Sequence[str], documents: Sequence[Document]
    ) -> dict[str, int]:
        values: list[object] = []
        for key, document in sorted(zip(keys, documents, strict=True), key=lambda item: item[0]):
            title, body = document.title_text(), document.body_text()
            lines = body.split("\n")
            autocomplete = " ".join(dict.fromkeys(document.autocomplete_text().split()))
            values += [
                content_type,
                key,
                vector([(title.split("\n")[0], "A")]),
                vector((lines[part], weight) for part, weight in WEIGHTS.items()),
                vector([(autocomplete, "D")]),
                title,
                body,
            ]
        row = "(%s, %s, %s::tsvector, %s::tsvector, %s::tsvector, 1.0, %s, %s)"
        columns = "content_type_id, object_id, title, body, autocomplete, title_norm"
        written = ["title", "body", "autocomplete", "title_text", "body_text"]
        with self.write_connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {IndexEntry._meta.db_table}"  # noqa: S608
                f" ({columns}, title_text, body_text)"
                f" VALUES {', '.join([row] * len(keys))}"
                " ON CONFLICT (content_type_id, object_id) DO UPDATE SET "
                + ", ".join(f"{name} = EXCLUDED.{name}" for name in written)
                + " RETURNING object_id, id",
                values,
            )
            return dict(cursor.fetchall())


class Backend(FrenchWords, PostgresSearchBackend):
    index_class = Index
