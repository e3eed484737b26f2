"""What a person has to do in the portal: each app registers what it knows in ``AppConfig.ready``."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

Source = Callable[[Any], Iterable["Todo"]]


@dataclass(frozen=True)
class Todo:
    """Something to do on the portal's home; the first bears the page's strong button. ``rank``: small is first."""

    title: str
    detail: str
    url: str
    action: str
    rank: int = 50
    urgent: bool = False


_sources: list[Source] = []


def register_todos(source: Source) -> None:
    _sources.append(source)


def todos_for(user: Any) -> list[Todo]:
    """Everything ``user`` has to do, the most useful first; nothing that is done already."""
    return sorted((todo for source in _sources for todo in source(user)), key=lambda todo: todo.rank)
