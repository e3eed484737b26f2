"""Addresses whose owners object to our mail. The upper apps know them; an import asks before it brings anybody back.

Known by the keyed hash of the address, which outlives the person's erasure.
"""

from collections.abc import Callable

_sources: list[Callable[[], dict[str, str]]] = []


def register(source: Callable[[], dict[str, str]]) -> None:
    """``source()`` gives hash of address → since when and how, in words; called in ``AppConfig.ready``."""
    _sources.append(source)


def refusals() -> dict[str, str]:
    """Every objection: hash of address → « elle s’est opposée à nos courriels le 3 novembre 2026 »."""
    return {digest: words for source in _sources for digest, words in source().items()}
