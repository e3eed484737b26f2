"""Addresses whose owners object to our mail. The upper apps know them; an import asks before it brings anybody back.

Known by the keyed hash of the address, which outlives the person's erasure.
"""

from collections.abc import Callable, Collection

Source = Callable[[Collection[str] | None], dict[str, str]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """``source(hashes)`` gives hash of address → since when and how, in words, of these or, without any, of all.

    Called in ``AppConfig.ready``.
    """
    _sources.append(source)


def refusals(only: Collection[str] | None = None) -> dict[str, str]:
    """Hash of address → « elle s’est opposée à nos courriels le 3 novembre 2026 »; all objections, or of ``only``."""
    return {digest: words for source in _sources for digest, words in source(only).items()}
