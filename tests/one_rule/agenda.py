"""Meetings in every state, all of one series; names that are kept until their day; what may be seen again."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from events.actions import agenda, programme
from events.models import Event, Series
from tests.event_factories import make_draft_event, make_programme, make_replay, make_series
from tests.one_rule.things import Thing, Way, to_all

FIELDS = "titre resume programme lieu rue adresse moment orateur metier replay site film"
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
CALENDAR = Way("titre resume lieu rue adresse invite fonction raison moment orateur metier")
FOUND = Way("titre resume adresse")
EVENT_WAYS = {
    "page": Way("titre resume programme lieu rue invite fonction raison moment orateur metier replay site"),
    "calendar": CALENDAR,
    "feed": CALENDAR,
    "departement feed": CALENDAR,
    "list": Way("titre adresse invite fonction raison"),
    "month": Way("titre adresse"),
    "search": FOUND,
    "hidden search": FOUND,
    "guest search": Way("titre resume adresse", needs="invite"),
    "speaker search": Way("titre resume adresse", needs="orateur"),
    "secret search": Way("titre resume adresse", needs="secret"),
    "replay": Way("site film"),
    "sitemap": Way("adresse"),
}


def make_events(by: Any) -> list[Thing]:
    series = make_series()
    return [_event(state, days, told, series, by) for state, (days, told) in EVENTS.items()]


def _event(state: str, days: int, told: str, series: Series, by: Any) -> Thing:
    thing = Thing("event", state, to_all(*told.split()))
    today, day = timezone.localdate(), timedelta(days=1)
    named = today + day if "unnamed" in state else today - day
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
        series=series,
    )
    event = make_programme(event, *_moments(thing, today - day, today + day))
    replays = {reader: _replay(thing, event, reader) for reader in ("public", "participants", "members")}
    if state != "draft":
        _announced(state, event, thing, by)
    thing.ways = _ways(thing, event, days) | {
        "replay": f"/agenda/documents/{replays['public']}/",
        "replay of participants": f"/agenda/documents/{replays['participants']}/",
        "replay of members": f"/agenda/documents/{replays['members']}/",
    }
    return thing


def _ways(thing: Thing, event: Event, days: int) -> dict[str, str]:
    at, search = f"/agenda/{event.slug}/", "/recherche/?genre=agenda&q="
    month = timezone.localdate(event.starts_at)
    return {
        "page": at,
        "calendar": f"{at}rencontre.ics",
        "feed": "/agenda/club.ics",
        "departement feed": "/agenda/departements/53.ics",
        "list": "/agenda/" if days > 0 else f"/agenda/{month.year}/",
        "month": f"/agenda/{month.year}/{month.month}/",
        "search": f"{search}{thing.key}",
        "hidden search": f"{search}{thing.hidden_key}",
        "guest search": f"{search}{thing.code}hote",
        "speaker search": f"{search}{thing.code}voix",
        "secret search": f"{search}{thing.code}muet",
        "sitemap": "/sitemap-agenda.xml",
    }


def _moments(thing: Thing, told: date, untold: date) -> Iterator[programme.Moment]:
    """One by whom everybody may know, one by whom nobody may yet."""
    speaker = (f"{thing.word('orateur')} {thing.code}voix", thing.word("metier"), told)
    secret = (f"{thing.word('secret')} {thing.code}muet", thing.word("secretmetier"), untold)
    return (programme.Moment(timedelta(0), thing.word("moment"), *who) for who in (speaker, secret))


def _replay(thing: Thing, event: Event, reader: str) -> int:
    """Those that are not public bear words that nobody may read."""
    mark = "" if reader == "public" else reader
    words = {name: thing.word(name + mark) for name in ("replay", "site", "film")}
    link = f"https://{words['site']}.example/{words['film']}"
    return make_replay(event, reader=reader, title=words["replay"], link=link).pk


def _announced(state: str, event: Event, thing: Thing, by: Any) -> None:
    event = agenda.publish(event=event, by=by)
    if state == "postponed":
        agenda.postpone(event=event, reason=thing.text("raison"), by=by)
    elif state.startswith("cancelled"):
        agenda.cancel(event=event, reason=thing.text("raison"), by=by)
