"""Names that may not be told yet, and whether something that everybody reads tells one of them."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone
from django.utils.text import capfirst

from club.core.naming import slug_of
from events.models import Event, ProgrammeItem


def naming(event: Event, items: Iterable[ProgrammeItem], on: date) -> str:
    """The sentence that refuses what names the guest or a speaker before his day; empty when nothing does."""
    items = list(items)
    guest = [event.guest] if not event.guest_of_honour(on) else []
    speakers = [item.speaker for item in items if not item.told_speaker(on)]
    for who, names in (("l’invité", guest), ("un intervenant", speakers)):
        for name in filter(None, map(_letters, names)):  # none of a name in another alphabet
            told = next((what for what, text in _said(event, items, on) if name in _letters(text)), "")
            if told:
                return f"{capfirst(told)} nomme {who} avant le jour prévu."
    return ""


def unnamed(event: Event, on: date | None = None) -> list[int]:
    """Registrations of those who are expected and may not be named yet; no statement when there is no secret."""
    on = on or timezone.localdate()
    guest = "" if event.guest_of_honour(on) else event.guest
    speakers = (item.speaker for item in event.items if not item.told_speaker(on))
    secret = [name for name in map(_letters, (guest, *speakers)) if name]
    if not secret:
        return []
    people = event.registrations.coming().values_list("pk", "person__first_name", "person__last_name")
    return [pk for pk, first, last in people if any(_is(name, first, last) for name in secret)]


def _is(name: str, first: str, last: str) -> bool:
    """« Mme Ève Montclair » and « Montclair Ève » are Ève Montclair."""
    ways = (_letters(f"{first} {last}"), _letters(f"{last} {first}"))
    return name in ways or (bool(first) and any(way in name for way in ways))


def _said(event: Event, items: list[ProgrammeItem], on: date) -> list[tuple[str, str]]:
    """(what it is, its words): everything of ``event`` that is read before the names may be told."""
    texts = [("le titre", event.title), ("le résumé", event.summary), ("la présentation", event.description)]
    texts += [("le lieu", event.venue), ("l’adresse postale", event.address), ("l’adresse", event.slug)]
    texts += [("la raison donnée", event.notice), ("le mot «\u00a0comment venir\u00a0»", event.access_words)]
    texts += [("l’invité d’honneur", event.guest_of_honour(on))]
    texts += [("le programme", f"{item.title} {item.told_speaker(on) and item.speaker_words(on)}") for item in items]
    return texts


def _letters(text: str) -> str:
    """``text`` without accents, spaces and signs, for an address parts « d’Orsay » otherwise than a title."""
    return slug_of(text).replace("-", "")
