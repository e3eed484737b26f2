"""Where a brief was used. Apps above say what they made of it: they register in ``AppConfig.ready``."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from club.core.days import date_format
from club.press.models import Brief


@dataclass(frozen=True)
class Use:
    """One thing made of a brief: in words, and its page."""

    words: str
    url: str


Source = Callable[[Sequence[int]], Iterable[tuple[int, Use]]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """``source`` gives (number of a brief, use) for the numbers it is asked about."""
    _sources.append(source)


def of(briefs: Sequence[Brief]) -> dict[int, list[Use]]:
    """What was made of each brief; those of which nothing was made are absent."""
    found: dict[int, list[Use]] = {}
    for brief in briefs:
        own = [use for use in (_filed(brief), _article(brief)) if use]
        if own:
            found[brief.pk] = own
    for source in _sources:
        for number, use in source([brief.pk for brief in briefs]):
            found.setdefault(number, []).append(use)
    return found


def _filed(brief: Brief) -> Use | None:
    if not brief.filed_at:
        return None
    page = reverse("admin:members_organisation_change", args=[brief.organisation_id])
    return Use(f"note au dossier, {date_format(timezone.localtime(brief.filed_at), 'j F Y')}", page)


def _article(brief: Brief) -> Use | None:
    if not brief.article_id:
        return None
    return Use("article", reverse("console:articles:edit", args=[brief.article_id]))
