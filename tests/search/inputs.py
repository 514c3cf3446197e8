"""Whatever somebody, or a machine, may send to the search, as it stands in a request.

Each parameter is drawn from what is meant for it and from what nobody meant; a value is bytes, so
that it may be no text at all.
"""

from urllib.parse import quote

from hypothesis import strategies as st

ADDRESSES = ("/recherche/", "/flux/recherche/", "/recherche/suggestions/")
PARAMETERS = ("q", "tri", "page", "rubrique", "auteur", "mot_cle", "genre", "date", "du", "au")

# What FTS5 and tsquery read as orders, next to what people type.
OPERATORS = (
    "AND OR NOT NEAR NEAR( {title}: title: body : ^ * + - -- ( ) (( )) \" \"\" ' '' & && | ! !! "
    "<-> <2> :* :A :*AB \\ % _ ; /* */ { } [ ] ~ @@ $$ ' OR '1'='1 %s %(a)s {0} « » “ ” ’"
).split()
WORDS = (
    "coton Ségou l’élection côte d'Ivoire œuvre n'diaye Koulouba-Est 22 2024 1.000 20% ɲɛkɔrɔ "
    "مالي العربية עברית बमाको 巴马科 \U0001f468\u200d\U0001f467 😀 ﬁ İ ß ǅ ² ½ e\u0301 "
    "\u202egauche \u200b \ufeff le de la"
).split(" ")
NUISANCES = (
    "\0",
    "\x1b[0m",
    "\x07",
    "\x7f",
    "\x85",
    "\u2028",
    "\ud800",
    "\udfff",
    "\uffff",
    "\n\t",
)

pieces = st.one_of(
    st.sampled_from(OPERATORS),
    st.sampled_from(WORDS),
    st.sampled_from(NUISANCES),
    st.text(st.characters(exclude_categories=()), max_size=12),
    st.text(st.characters(categories=("Mn", "Cf", "Co", "Cn")), max_size=8),
)


def _repeated(piece: str, times: int) -> str:
    return (piece * (times // max(1, len(piece)) + 1))[:times]


sentences = st.one_of(
    st.lists(pieces, max_size=12).map(" ".join),
    st.lists(pieces, max_size=12).map("".join),
    st.lists(st.sampled_from(WORDS), min_size=500, max_size=3_000).map(" ".join),
    st.builds(_repeated, pieces, st.sampled_from([1_000, 10_000, 100_000])),
    st.builds(lambda a, n: "(" * n + a + ")" * n, pieces, st.integers(1, 3_000)),
)
typed = st.one_of(
    sentences.map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.binary(max_size=60),
)

MEANT = {
    "q": typed,
    "tri": st.sampled_from([b"recent", b"pertinence"]),
    "page": st.one_of(st.integers(), st.floats(), st.integers(10**18, 10**24)).map(
        lambda number: str(number).encode()
    ),
    "rubrique": st.sampled_from([b"sports", b"la-une", b"%", b"x" * 300]),
    "auteur": st.sampled_from([b"awa-traore", b"'"]),
    "mot_cle": st.sampled_from([b"coton", b"\\"]),
    "genre": st.sampled_from([b"opinion", b"news", b"document", b"page"]),
    "date": st.sampled_from([b"aujourdhui", b"7-jours", b"ce-mois", b"cette-annee"]),
    "du": st.one_of(st.dates().map(lambda day: str(day).encode()), st.just(b"2026-02-30")),
    "au": st.one_of(st.dates().map(lambda day: str(day).encode()), st.just(b"9999-12-31")),
}


@st.composite
def query_strings(draw: st.DrawFn) -> str:
    """`q` and a few other parameters, percent-encoded; now and then bytes as they come."""
    pairs = [("q", draw(typed))]
    for name in draw(st.lists(st.sampled_from(PARAMETERS), max_size=4)):
        pairs.append((name, draw(st.one_of(MEANT[name], typed))))
    return "&".join(f"{name}={quote(value)}" for name, value in pairs)


queries = st.one_of(
    query_strings(),
    query_strings(),
    query_strings(),
    st.binary(max_size=80).map(lambda raw: raw.decode("latin-1")),
    st.text(alphabet="q=&%;[]F0C3A9+ui", max_size=60),
)
