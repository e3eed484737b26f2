"""What a reader of the agenda asks to see: a département, a kind; on the list, a month and a year alike."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest

from club.core.models import Departement
from events.models import Event, Kind
from events.models.events import EventQuerySet

Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class Asked:
    """None: every one. A value that does not exist is as if nothing were asked."""

    place: Departement | None = None
    kind: Kind | None = None

    @classmethod
    def of(cls, request: HttpRequest) -> "Asked":
        code, slug = request.GET.get("departement", "").strip().upper(), request.GET.get("genre", "")
        place = Departement.objects.filter(code=code).first() if 2 <= len(code) <= 3 and code.isalnum() else None
        return cls(place, next((kind for kind in Kind if kind.slug == slug), None))

    def narrow(self, rows: EventQuerySet) -> EventQuerySet:
        rows = rows.near(self.place) if self.place else rows
        return rows.filter(kind=self.kind) if self.kind else rows

    @property
    def query(self) -> str:
        """To add to the address of another page of the agenda, so that it shows the same events."""
        named = {"departement": self.place and self.place.code, "genre": self.kind and self.kind.slug}
        told = urlencode({name: value for name, value in named.items() if value})
        return f"?{told}" if told else ""

    def choices(self, rows: QuerySet[Event]) -> tuple[Choices, Choices]:
        """The départements and the kinds of ``rows``, and what is asked now; one statement."""
        columns = ("departement_id", "departement__name", "kind")
        found = set(rows.order_by().values_list(*columns).distinct())
        places = {code: f"{name} ({code})" for code, name, _ in found if code}
        places |= {self.place.code: str(self.place)} if self.place else {}
        kinds = {kind for _, _, kind in found} | {self.kind}
        return sorted(places.items()), [(kind.slug, str(kind.label)) for kind in Kind if kind in kinds]
