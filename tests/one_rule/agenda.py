"""Meetings in every state, and the names that are kept until their day."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from events.actions import agenda
from events.models import Event
from tests.event_factories import make_draft_event
from tests.one_rule.things import Thing, Way, to_all

FIELDS = "titre resume programme lieu rue adresse"
GUEST = " invite fonction"
EVENTS: dict[str, tuple[int, str]] = {  # days from today, what everybody reads
    "draft": (20, ""),
    "open": (21, FIELDS + GUEST),
    "unnamed": (22, FIELDS),
    "postponed": (23, f"{FIELDS}{GUEST} raison"),
    "cancelled": (24, f"{FIELDS}{GUEST} raison"),
    "cancelledunnamed": (25, f"{FIELDS} raison"),
    "held": (-30, FIELDS + GUEST),
    "private": (26, ""),
}
CALENDAR = Way("titre resume lieu rue adresse invite fonction raison")
FOUND = Way("titre resume adresse")
EVENT_WAYS = {
    "page": Way("titre resume programme lieu rue invite fonction raison"),
    "calendar": CALENDAR,
    "feed": CALENDAR,
    "departement feed": CALENDAR,
    "list": Way("titre adresse invite fonction raison"),
    "month": Way("titre adresse"),
    "search": FOUND,
    "hidden search": FOUND,
    "guest search": Way("titre resume adresse", needs="invite"),
    "sitemap": Way("adresse"),
}


def make_events(by: Any) -> list[Thing]:
    return [_event(state, days, told, by) for state, (days, told) in EVENTS.items()]


def _event(state: str, days: int, told: str, by: Any) -> Thing:
    thing = Thing("event", state, to_all(*told.split()))
    named = timezone.localdate() + timedelta(days=1 if "unnamed" in state else -1)
    event = make_draft_event(
        days=days,
        slug=thing.word("adresse"),
        title=thing.title(),
        summary=thing.text("resume"),
        description=thing.text("programme"),
        venue=thing.word("lieu"),
        address=thing.word("rue"),
        guest=f"{thing.word('invite')} {thing.code}hote",
        guest_role=thing.word("fonction"),
        guest_public_from=named,
        is_public=state != "private",
    )
    if state != "draft":
        _announced(state, event, thing, by)
    at = f"/agenda/{event.slug}/"
    month = timezone.localdate(event.starts_at)
    thing.ways = {
        "page": at,
        "calendar": f"{at}rencontre.ics",
        "feed": "/agenda/club.ics",
        "departement feed": "/agenda/departements/53.ics",
        "list": "/agenda/" if days > 0 else f"/agenda/{month.year}/",
        "month": f"/agenda/{month.year}/{month.month}/",
        "search": f"/recherche/?genre=agenda&q={thing.key}",
        "hidden search": f"/recherche/?genre=agenda&q={thing.hidden_key}",
        "guest search": f"/recherche/?genre=agenda&q={thing.code}hote",
        "sitemap": "/sitemap-agenda.xml",
    }
    return thing


def _announced(state: str, event: Event, thing: Thing, by: Any) -> None:
    event = agenda.publish(event=event, by=by)
    if state == "postponed":
        agenda.postpone(event=event, reason=thing.text("raison"), by=by)
    elif state.startswith("cancelled"):
        agenda.cancel(event=event, reason=thing.text("raison"), by=by)
