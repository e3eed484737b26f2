"""What an organisation is for the Club on a day, by ordered rules, and why, in words."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from club.core.days import date_format
from members.models import Application, Departure, Membership, Organisation, Status, StatusOverride, StatusRule

APPLYING = [Application.State.SUBMITTED, Application.State.CHANGES, Application.State.ADMITTED]


@dataclass(frozen=True)
class Standing:
    """A status with its reason, a French sentence, and the day it is known to change."""

    status: Status
    why: str
    until: date | None = None

    @property
    def is_member(self) -> bool:
        return self.status.is_member

    @property
    def label(self) -> str:
        return str(self.status.label)


@dataclass(frozen=True)
class Facts:
    """Everything the rules read about one organisation."""

    terms: Sequence[Membership] = ()  # those that no departure kept from beginning
    departures: Sequence[Departure] = ()
    overrides: Sequence[StatusOverride] = ()
    applying: bool = False


def standing_of(organisation: Organisation, on: date | None = None) -> Standing:
    """The status of one organisation on a day (today by default); five statements."""
    return standings([organisation], on=on)[organisation.pk]


def is_applying(organisation: OuterRef) -> Exists:
    """Whether an application is being studied, for a statement that reads the organisation anyway."""
    return Exists(Application.objects.filter(organisation=organisation, state__in=APPLYING))


def standings(
    organisations: Iterable[Organisation], on: date | None = None, applying: Collection[int] | None = None
) -> dict[int, Standing]:
    """The status of each organisation, by id; five statements whatever their number, one less with ``applying``:
    those among them that ``is_applying`` names.
    """
    on = on or timezone.localdate()
    ids = [organisation.pk for organisation in organisations]
    rules = list(StatusRule.objects.filter(is_on=True))
    terms = _by_organisation(Membership.objects.begun().filter(organisation__in=ids))
    departures = _by_organisation(Departure.objects.filter(organisation__in=ids))
    decided = StatusOverride.objects.filter(organisation__in=ids, starts_on__lte=on, until__gte=on)
    overrides = _by_organisation(decided.select_related("noted_by"))
    if applying is None:
        asked = Application.objects.filter(organisation__in=ids, state__in=APPLYING)
        applying = set(asked.values_list("organisation", flat=True))
    return {
        pk: judge(
            rules,
            Facts(terms.get(pk, []), departures.get(pk, []), overrides.get(pk, []), pk in applying),
            on=on,
        )
        for pk in ids
    }


def members(on: date | None = None) -> list[Organisation]:
    """Every organisation that the rules call a member on a day (today by default); six statements."""
    known = Organisation.objects.filter(Q(memberships__isnull=False) | Q(status_overrides__isnull=False)).distinct()
    rows = list(known)
    found = standings(rows, on=on)
    return [row for row in rows if found[row.pk].is_member]


def judge(rules: Iterable[StatusRule], facts: Facts, *, on: date) -> Standing:
    """An override in force wins; then the first rule that holds names the status."""
    if facts.overrides:
        override = facts.overrides[0]
        why = f"Décidé par {override.noted_by} jusqu’au {_day(override.until)}\u00a0: {override.reason}"
        return Standing(Status(override.status), why, override.until)
    for rule in rules:
        held = HOLDS[rule.condition](rule, facts, on)
        if held:
            why, until = held
            return Standing(Status(rule.status), why, until)
    return Standing(Status.NONE, "Aucune adhésion, aucune demande.")


Held = tuple[str, date | None] | None


def _left(rule: StatusRule, facts: Facts, on: date) -> Held:
    """Left, and no term began since: whoever comes back is a member again."""
    past = [d for d in facts.departures if d.effective_on <= on]
    if not past:
        return None
    last = max(past, key=lambda d: d.effective_on)
    if any(last.effective_on <= term.starts_on <= on for term in facts.terms):
        return None
    return f"{last.get_kind_display().capitalize()} qui a pris effet le {_day(last.effective_on)}.", None


def _in_term(rule: StatusRule, facts: Facts, on: date) -> Held:
    term = next((t for t in facts.terms if t.is_running(on)), None)
    return term and (f"Adhésion du {_day(term.starts_on)} au {_day(term.ends_on)}.", term.ends_on)


def _last_ended(facts: Facts, on: date) -> Membership | None:
    return max((t for t in facts.terms if t.ends_on < on), key=lambda t: t.ends_on, default=None)


def _ended_since(rule: StatusRule, facts: Facts, on: date) -> Held:
    last = _last_ended(facts, on)
    limit = last and last.ends_on + timedelta(days=rule.days or 0)
    if not last or not limit or limit < on:
        return None
    words = f"Adhésion échue le {_day(last.ends_on)}\u00a0; délai de {rule.days} jours jusqu’au {_day(limit)}."
    return words, limit


def _ended(rule: StatusRule, facts: Facts, on: date) -> Held:
    last = _last_ended(facts, on)
    return last and (f"Adhésion échue le {_day(last.ends_on)}, non renouvelée.", None)


def _coming(rule: StatusRule, facts: Facts, on: date) -> Held:
    term = min((t for t in facts.terms if t.starts_on > on), key=lambda t: t.starts_on, default=None)
    return term and (f"Adhésion acceptée, à partir du {_day(term.starts_on)}.", term.starts_on)


def _applying(rule: StatusRule, facts: Facts, on: date) -> Held:
    return ("Une demande d’adhésion est à l’étude.", None) if facts.applying else None


HOLDS = {
    StatusRule.Condition.LEFT: _left,
    StatusRule.Condition.IN_TERM: _in_term,
    StatusRule.Condition.ENDED_SINCE: _ended_since,
    StatusRule.Condition.ENDED: _ended,
    StatusRule.Condition.COMING: _coming,
    StatusRule.Condition.APPLYING: _applying,
}


def _day(day: date) -> str:
    return date_format(day, "j F Y")


def _by_organisation(rows: QuerySet[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.organisation_id, []).append(row)
    return found
