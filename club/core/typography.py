"""French typography, put right in what people typed: spaces that do not break, « », ’, … and dashes.

The rules are those of the Lexique des règles typographiques en usage à l’Imprimerie nationale, with U+00A0 everywhere
(the site's fonts have no U+202F). Addresses, code and the targets of links are left alone. ``french`` applied twice
changes nothing the second time.
"""

import re
from collections.abc import Callable

NBSP = "\u00a0"
_SPACE = f"[ {NBSP}\u202f\u2009]"
_LEFT_ALONE = re.compile(
    r"""(https?://[^\s)>\]]+ | \b[\w.+-]+@[\w-]+(?:\.[\w-]+)+ | \]\([^)\n]*\) | `[^`\n]*` | &\#?\w+; | <[^>\n]+>)""",
    re.VERBOSE,
)


def _thousands(number: re.Match[str]) -> str:
    return re.sub(r"\s", NBSP, number[0])


_RULES: list[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]] = [
    (re.compile(r"(?<=\w)'(?=\w)"), "’"),
    (re.compile(r"\.{3}"), "…"),
    (re.compile(r'"([^"\n]+)"'), rf"«{NBSP}\1{NBSP}»"),
    (re.compile(rf"«{_SPACE}*"), f"«{NBSP}"),
    (re.compile(rf"{_SPACE}*»"), f"{NBSP}»"),
    (re.compile(rf"(?<=[^\s!?:;]){_SPACE}*(?=[!?;](?!\[))(?![!?;]\w)"), NBSP),
    (re.compile(rf"(?<=[^\s:]){_SPACE}*:(?=\s|$)"), f"{NBSP}:"),
    (re.compile(rf"(?<=\S){_SPACE}[-–]{_SPACE}(?=\S)"), f"{NBSP}– "),
    (re.compile(r"(?<![\d\u00a0])\d{1,3}(?:[ \u202f\u2009\u00a0]\d{3})+(?!\d)"), _thousands),
    (re.compile(rf"(?<=\d){_SPACE}(?=(?:%|€|k€|M€|h|min|km|Ko|Mo|Go|To|mm|cm|m²)(?![\w²]))"), NBSP),
    (re.compile(r"(?<=\d)(?=[%€])"), NBSP),
    (re.compile(r"\b([nN]°) ?(?=\d)"), rf"\1{NBSP}"),
    (re.compile(r"\b(art\.|p\.|M\.|Mme) (?=[A-Z\d])"), rf"\1{NBSP}"),
]


def french(text: str) -> str:
    """``text`` with the typography of French; works on text with marks (``club.core.markup``)."""
    parts = _LEFT_ALONE.split(text)
    return "".join(part if index % 2 else _put_right(part) for index, part in enumerate(parts))


def _put_right(text: str) -> str:
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text
