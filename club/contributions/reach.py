"""What inserts brought, told to the supplier that gave them: one of them, or those of a year.

Figures come from ``newsletters.reach``, which hides those about fewer than ten people; here they become sentences.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from club.contributions.models import Placement, Submission
from club.core import readings
from club.core.templatetags.club import nombre
from club.editorial.models import Resource
from members.models import Organisation
from newsletters.models import Block
from newsletters.reach import figures
from newsletters.reach.figures import BlockReach, Share

FEW, HIDDEN = "moins de dix", "masqué"
YEAR = 365  # days


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a section. ``part``: its length among the others, 0 to 1000; None when its figure is hidden."""

    label: str
    words: str
    part: int | None


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    first: str
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Insert:
    """An insert that has left. ``figures``: None as long as the issue has not been counted."""

    placement: Placement
    figures: BlockReach | None
    resource_readings: int = 0
    resource_downloads: int = 0

    @property
    def reached(self) -> str:
        """« 6 120 personnes »."""
        if self.figures is None:
            return "pas encore compté"
        return _of(self.figures.reached, "personne")

    @property
    def clicks(self) -> str:
        """« 42 clics », without the readers they are counted on; "" when there is nothing to tell."""
        return _of(self.figures.clicks, "clic") if self.figures and self.is_measured else ""

    @property
    def clicks_alone(self) -> str:
        """The same in a table: « 42 », « moins de dix », or a dash."""
        if self.figures is None or not self.is_measured:
            return "–"
        return FEW if self.figures.clicks is None else nombre(self.figures.clicks)

    @property
    def is_measured(self) -> bool:
        """Enough of its readers have their clicks counted for the number to be told, or to be « moins de dix »."""
        return bool(self.figures and self.has_link and self.figures.measured)

    @property
    def counted_on(self) -> str:
        """What the clicks are a part of, or why there are none to tell."""
        if self.figures is None:
            return "pas encore compté"
        if not self.has_link:
            return "cet encart n’a pas de lien"
        if self.figures.measured is None:
            return "moins de dix de ses lecteurs acceptent que leurs clics soient comptés"
        if not self.figures.measured:
            return "aucun de ses lecteurs n’a accepté que ses clics soient comptés"
        return f"comptés sur {nombre(self.figures.measured)} lecteurs qui l’acceptent"

    @property
    def rate(self) -> str:
        return _rate(self.figures.rate if self.figures and self.has_link else None)

    @property
    def median(self) -> str:
        return _rate(self.figures.median if self.figures and self.has_link else None)

    @property
    def beside(self) -> str:
        """The rate of clicks beside the median of the section; "" when one of them is not told."""
        if not self.clicks or self.figures is None or self.figures.rate is None:
            return ""
        own = f"{percent(self.figures.rate)} des lecteurs comptés"
        if self.figures.median is None:
            return own
        return f"{own}, quand la médiane de la rubrique est de {percent(self.figures.median)}"

    @property
    def place(self) -> str:
        return f"place {self.placement.rank} sur {self.placement.out_of}"

    @property
    def outcome(self) -> str:
        """What the *bilan d’adhésion* says of it."""
        return f"reçu par {self.reached}{f', {self.clicks}' if self.clicks else ''}"

    @property
    def has_link(self) -> bool:
        return bool(self.placement.block and self.placement.block.link_url)

    @property
    def is_in_archive(self) -> bool:
        """On the public page of the issue: not meant for one audience or one trade."""
        block = self.placement.block
        return bool(block and block.audience == Block.Audience.BOTH and not block.specialities)

    @property
    def resource(self) -> Resource | None:
        return self.placement.submission.resource

    def sections(self) -> list[Section]:
        """Whom it reached, those without a figure left out."""
        if self.figures is None:
            return []
        told = [
            Section("Par public", "Public", _lines(self.figures.by_audience)),
            Section("Par territoire", "Territoire", _lines(self.figures.by_departement)),
            Section("Par spécialité", "Spécialité", _lines(self.figures.by_speciality)),
        ]
        return [section for section in told if section.lines]


@dataclass(frozen=True, slots=True)
class Year:
    """The inserts of a supplier that left in a year, the newest first, and what became resources."""

    supplier: Organisation
    starts_on: date
    ends_on: date
    inserts: Sequence[Insert]
    resources: Sequence[tuple[Resource, int, int]]

    @property
    def totals(self) -> list[tuple[str, str]]:
        counted = [one.figures for one in self.inserts if one.figures]
        clicks = sum(one.clicks or 0 for one in counted if one.measured)
        return [
            ("encarts parus", nombre(len(self.inserts))),
            ("remises en boîte", nombre(sum(one.reached or 0 for one in counted))),
            ("clics comptés", nombre(clicks)),
            ("lectures dans l’archive", nombre(sum(one.archive_readings for one in counted))),
            ("lectures de vos ressources", nombre(sum(read for _, read, _ in self.resources))),
            ("téléchargements", nombre(sum(taken for _, _, taken in self.resources))),
        ]


def of_placement(placement: Placement) -> Insert:
    """Of one insert that has left, with the resource that came of it."""
    told = next(iter(_inserts([placement])))
    resource = placement.submission.resource
    if resource is None:
        return told
    read = readings.read_since("resource", [resource.pk], YEAR).get(resource.pk, 0)
    taken = readings.read_since("download", [resource.pk], YEAR).get(resource.pk, 0)
    return Insert(placement, told.figures, read, taken)


def of_year(supplier: Organisation, on: date | None = None) -> Year:
    """The 365 days that end on a day, today by default; a fixed number of statements."""
    ends_on = on or timezone.localdate()
    starts_on = ends_on - timedelta(days=YEAR - 1)
    placements = Placement.objects.sent().filter(supplier=supplier, sent_on__range=(starts_on, ends_on))
    given = Submission.objects.filter(supplier=supplier, resource__isnull=False, resource__withdrawn_at=None)
    resources = [row.resource for row in given.select_related("resource").order_by("-decided_at", "-pk")]
    numbers = [resource.pk for resource in resources if resource]
    read, taken = readings.read_since("resource", numbers, YEAR), readings.read_since("download", numbers, YEAR)
    told = [(one, read.get(one.pk, 0), taken.get(one.pk, 0)) for one in resources if one]
    return Year(supplier, starts_on, ends_on, list(_inserts(list(placements))), told)


def percent(value: float) -> str:
    """« 4,4 % »."""
    return f"{value:.1f}".replace(".", ",") + "\u00a0%"


def _rate(value: float | None) -> str:
    return "–" if value is None else percent(value)


def _inserts(placements: Sequence[Placement]) -> Iterator[Insert]:
    found = figures.of_blocks([row.block_id for row in placements if row.block_id])
    for row in placements:
        yield Insert(row, found.get(row.block_id) if row.block_id else None)


def _lines(shares: Iterable[Share]) -> list[Line]:
    """Hidden figures stand last: their order would tell them."""
    told = list(shares)
    longest = max((share.reached or 0 for share in told), default=0) or 1
    known = [(one.label, one.reached) for one in told if one.reached is not None]
    shown = [Line(label, nombre(number), number * 1000 // longest) for label, number in known]
    return [*shown, *(Line(one.label, HIDDEN, None) for one in told if one.reached is None)]


def _of(number: int | None, noun: str) -> str:
    """« 42 clics »; « moins de dix clics » when it is hidden."""
    return f"{FEW if number is None else nombre(number)}\u00a0{noun}{'s' if number is None or number > 1 else ''}"
