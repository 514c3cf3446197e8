"""Breaks stored content: each change is one that a program, an import or a hand may have made."""

from copy import deepcopy
from random import Random
from typing import Any

RICH = (
    '<p><a linktype="page" id="abc">lien</a></p>',
    '<p><a linktype="page">lien</a></p>',
    '<p><a linktype="page" id="99999999999999999999999">lien</a></p>',
    "<p><a linktype='page' id='abc'>lien</a></p>",
    '<p><A LINKTYPE="page" ID="abc">lien</A></p>',
    '<p><a linktype="page" id="5" id="abc">lien</a></p>',
    '<p><a linktype="page" id="424242">lien</a></p>',
    '<p><a linktype="document" id="x">fichier</a></p>',
    '<p><a linktype="document">fichier</a></p>',
    '<p><a linktype="nothing" id="x">lien</a></p>',
    "<p><a>lien</a> et <a href>autre</a></p>",
    '<embed embedtype="image" id="x" format="left" alt=""/>',
    '<embed embedtype="image" id="424242"/>',
    '<embed embedtype="image"/><embed embedtype="media"/><embed/>',
    '<p>coupé <a href="https://exam',
    "<p>coupé <b>gras",
    "<p><b>gras</p></b>",
    "</p></p>suite",
    "<li>sans liste</li>",
    "<ul>texte<p>autre</p></ul>",
    "<b><p>un</p><p>deux</p></b>",
    "<p><p>un</p></p>",
    "<p>a<br>b</p><hr>",
    '<![abc[x]]><!-- <a linktype="page" id="abc"> --><?php x ?><!doctype>',
    "<script>alert(1)</script><p onclick='x'>a</p>",
    "<table><tr><td>cellule</td></tr></table>",
    "&#x110000; &nbsp; &unknown; &",
    "<p>\ud800</p>",
    "<" * 50,
)
PLAIN = (
    None,
    True,
    0,
    5,
    -1,
    2**70,
    1.5,
    "",
    "abc",
    "424242",
    "http://[",
    "javascript:alert(1)",
    [],
    {},
    [[]],
    [None],
    {"a": 1},
    ["paragraph", "<p>ancien</p>"],
    {"type": "paragraph"},
    {"type": "nothing", "value": "x"},
    {"type": "image", "value": {"image": "x"}},
    {"value": "x"},
    424242,
)


def broken_content(random: Random, content: Any, changes: int) -> Any:
    """A copy of stored JSON with `changes` places in it deleted, replaced, cut or renamed."""
    holder = [deepcopy(content)]
    for _change in range(changes):
        parent, key = random.choice(_places(holder))
        act = random.choice(("delete", "plain", "plain", "rich", "cut", "rename", "wrap", "twice"))
        _break(random, parent, key, act)
        if not holder:
            return None
    return holder[0]


def _places(part: Any) -> list[tuple[Any, Any]]:
    items = part.items() if isinstance(part, dict) else enumerate(part)
    found = []
    for key, value in items:
        found.append((part, key))
        if isinstance(value, dict | list):
            found += _places(value)
    return found


def _break(random: Random, parent: Any, key: Any, act: str) -> None:
    value = parent[key]
    match act:
        case "delete":
            del parent[key]
        case "rich" if isinstance(value, str):
            parent[key] = random.choice(RICH)
        case "cut" if isinstance(value, str) and value:
            parent[key] = value[: random.randrange(len(value))]
        case "rename" if isinstance(parent, dict):
            parent[f"{key}x"] = parent.pop(key)
        case "wrap":
            parent[key] = [value]
        case "twice" if isinstance(parent, list):
            parent.append(deepcopy(value))
        case _:
            # A copy: the next change may be inside it.
            parent[key] = deepcopy(random.choice(PLAIN))
