"""A thing of the site whose every field bears a word of its own, and who may read which of them."""

import re
from dataclasses import dataclass, field
from itertools import count
from typing import NamedTuple

EVERYBODY = frozenset(
    {
        *("anonymous", "person", "staff", "editor"),
        *("ambassador", "former_ambassador", "expert", "former_expert", "representative", "lapsed"),
    }
)
NOBODY: frozenset[str] = frozenset()
CANARY = re.compile("canari[a-z]+")
FOLD = "\r\n "
_numbers = count()


class Way(NamedTuple):
    """The fields that an address tells, to whom: ``signed`` answers by person, ``open`` the same to everybody.
    ``needs``: a field that must be readable for the thing to be found there at all. ``some``: an excerpt, which tells
    the title and at most the rest. ``besides``: fields that the page tells without the thing, in a list of choices.
    """

    fields: str
    signed: bool = False
    needs: str = ""
    some: bool = False
    besides: str = ""


def canaries(text: str) -> frozenset[str]:
    return frozenset(CANARY.findall(text.replace(FOLD, "")))  # calendars fold their lines


def new_code() -> str:
    """Four letters; two of them differ by two letters, more than a slip of typing."""
    number = next(_numbers)
    return "".join(letter * 2 for letter in (chr(97 + number // 26), chr(97 + number % 26)))


@dataclass
class Thing:
    """``open``: field → who may read it; without a line, nobody. ``ways``: its addresses by name."""

    kind: str
    state: str
    open: dict[str, frozenset[str]]
    ways: dict[str, str] = field(default_factory=dict)
    code: str = field(default_factory=new_code)
    group: str = ""

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    @property
    def key(self) -> str:
        """Typed to look for it by its title; ``hidden_key`` by the rest. Shared by the things of a group."""
        return f"{self.group or self.kind + self.state}nom".replace("_", "")

    @property
    def hidden_key(self) -> str:
        return f"{self.group or self.kind + self.state}cle".replace("_", "")

    def word(self, name: str) -> str:
        return f"canari{self.code}{name}"

    def title(self, name: str = "titre") -> str:
        return f"{self.word(name)} {self.key}"

    def text(self, name: str) -> str:
        return f"{self.word(name)} {self.hidden_key}"

    def may(self, visitor: str, name: str) -> bool:
        return visitor in self.open.get(name, NOBODY)

    def expected(self, way: Way, visitor: str) -> frozenset[str]:
        """The words that ``visitor`` reads there; where everybody is told the same, what a stranger may read."""
        reader = visitor if way.signed else "anonymous"
        hidden = way.needs and not self.may(reader, way.needs)
        names = (way.besides if hidden else f"{way.fields} {way.besides}").split()
        return frozenset(self.word(name) for name in names if self.may(reader, name))


def to_all(*names: str) -> dict[str, frozenset[str]]:
    return dict.fromkeys(names, EVERYBODY)


def mistyped(key: str) -> str:
    return f"{key[:3]}z{key[3:]}"
