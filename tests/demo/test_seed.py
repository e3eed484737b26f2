"""The Club of the demonstration: its size, the validity of what is invented, the same people each time."""

import random
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone
from stdnum.fr import siren as siren_rules
from stdnum.fr import siret as siret_rules

from ambassadors.models import Ambassador, PublicConsent
from ambassadors.resources import AmbassadorSheet
from channel.models import Check, Claim, Expert, ExpertContact
from channel.resources import ExpertSheet
from club.contributions.reach import of_year
from club.core import territories
from club.core.markup import clean
from club.core.models import Commune, Departement
from club.core.sheets import headings
from club.core.sheets.columns import SheetResource
from club.core.sheets.comparing import compare
from club.core.sheets.reading import open_table
from club.core.sheets.rows import RowReader
from club.demo import accounts
from club.demo.actions.club import ClubExists, found_club
from club.demo.data import invented
from club.demo.data.organisations import BRANDS, INSTITUTIONS
from club.demo.data.territories import COLLECTIVITIES, shares
from club.demo.examples import readme
from events import aftermath, presence, returns
from events.models import Event, Kind, State, TopicWish, TrainingProposal
from members.billing.models import Document, Hold, Payment
from members.billing.overview import bridge, yearly_dues
from members.imports.check import outcome_of
from members.models import Affiliation, ListingReport, Organisation, Use, User
from newsletters.actions import informing
from newsletters.models import Delivery, Issue
from newsletters.rendering.content import content_hash
from tests.visitors import undone

EXAMPLES = Path(settings.BASE_DIR) / "docs" / "examples"
FILES = {"ambassadeurs.xlsx": AmbassadorSheet, "experts-channel.csv": ExpertSheet}
LABELS = {"created": "créations", "updated": "modifications", "unchanged": "sans changement", "refused": "refus"}
FICTION = re.compile(r"^(01 99 00|02 61 91|03 53 01|04 65 71|05 36 49|06 39 98) \d\d \d\d$")


def test_shares_follow_population_and_leave_nobody_out() -> None:
    given = shares(100, {"75": 900, "48": 1, "971": 99})
    assert given == {"75": 88, "48": 1, "971": 11}
    assert sum(shares(1200, {str(n): n * n for n in range(1, 102)}).values()) == 1200
    with pytest.raises(ValueError, match="cannot give"):
        shares(1, {"75": 1, "48": 1})


def test_invented_numbers_bear_right_keys_of_a_range_nobody_has() -> None:
    rng = random.Random(1)
    sirens = [invented.siren(rng) for _ in range(200)]
    assert all(siren_rules.is_valid(number) and number.startswith("0") for number in sirens)
    assert all(siret_rules.is_valid(invented.siret(rng)) for _ in range(200))
    phones = [
        invented.phone(rng, code, mobile=mobile) for code in ("75", "29", "2A", "974") for mobile in (True, False)
    ]
    assert [number for number in phones if not FICTION.match(number)] == []


def test_namesakes_get_distinct_addresses() -> None:
    given = invented.Addresses()
    who = invented.Identity("mme", "Anne-Laure", "Le Gall")
    found = [given.of(who, "uccp.example") for _ in range(2)]
    assert found == ["anne-laure.le-gall@uccp.example", "anne-laure.le-gall2@uccp.example"]


def test_names_are_seventy_and_distinct() -> None:
    assert (len(INSTITUTIONS), len(BRANDS)) == (30, 40)
    assert len({row.name for row in [*INSTITUTIONS, *BRANDS]}) == 70
    heads = {row.name for row in INSTITUTIONS if not row.departement}
    assert {row.parent for row in INSTITUTIONS if row.parent} <= heads


@pytest.fixture(scope="module")
def club(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Founded over the whole of France, once for this module; tests that ask for it must not ask for ``db``."""
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), undone(), override_settings(MEDIA_ROOT=media):
        if Commune.objects.count() < 30_000:
            territories.load()
        found_club()
        yield


@pytest.mark.slow
@pytest.mark.usefixtures("club")
def test_the_club_has_its_size_and_is_founded_once() -> None:
    sides = Counter(Organisation.objects.values_list("side", flat=True))
    kinds = Counter(Expert.objects.values_list("kind", flat=True))
    counts = (User.objects.representatives().count(), Ambassador.objects.count(), ExpertContact.objects.count())
    assert (sides, kinds) == ({"brand": 40, "institution": 30}, {"reseller": 2650, "web_agency": 2500})
    assert counts == (150, 1200, 5150)
    assert set(Departement.objects.filter(ambassadors=None).values_list("pk", flat=True)) <= set(COLLECTIVITIES)
    assert User.objects.exclude(email__endswith=".example").count() == 0
    assert Affiliation.objects.values("person").distinct().count() < Affiliation.objects.count()
    assert 100 < User.objects.to_inform().count() < 400
    assert User.objects.search("kerbart").filter(last_name="Kerbrat").exists()  # two letters exchanged, at once
    with pytest.raises(ClubExists):
        found_club()
    _check_rows()
    _check_directory()
    _check_dues()
    _check_accounts()
    _check_issues()
    _check_evening()
    _check_days()


@pytest.mark.slow
@pytest.mark.usefixtures("club")
def test_example_files_come_out_the_same_and_import_as_described(tmp_path: Path) -> None:
    made = tmp_path / "examples"
    call_command("make_example_files", into=made, verbosity=0)
    assert [path.name for path in made.iterdir() if path.read_bytes() != (EXAMPLES / path.name).read_bytes()] == []
    assert {name: _import(EXAMPLES / name, resource()) for name, resource in FILES.items()} == readme.EXPECTED


def _import(path: Path, resource: SheetResource) -> dict[str, int]:
    with open_table(path, path.suffix[1:]) as table:
        rows = iter(table)
        found, ahead = headings.find(rows, resource.known_titles())
        reader = RowReader(resource, found)
        resource.load()
        read = [reader.read(number, cells) for number, cells in chain(ahead, rows)]
    compare(read, resource)
    return dict(Counter(LABELS[outcome_of(row).value] for row in read))


def _check_rows() -> None:
    faults = []
    for row in [
        *Organisation.objects.all(),
        *Expert.objects.order_by("siret")[:100],
        *Ambassador.objects.all()[:100],
    ]:
        try:
            row.full_clean(validate_unique=False, validate_constraints=False)
        except ValidationError as error:
            faults.append((str(row), error.messages))
    assert faults == []


def _check_directory() -> None:
    """Part of the advisers agreed, each with a proof that says the same; firms tell what they do."""
    agreed = Ambassador.objects.public().count()
    assert 500 < agreed < 800
    last = {row.ambassador_id: row.shown for row in PublicConsent.objects.order_by("pk")}
    public = Ambassador.objects.exclude(listed_name="").select_related("person")
    assert {row.pk: row.shown for row in public} == {pk: shown for pk, shown in last.items() if shown}
    assert [row for row in public if row.listed_name != row.person.listed_name] == []
    assert 2500 < Expert.objects.public().exclude(presentation="").count() < 3500
    assert Check.objects.filter(on__gt=timezone.localdate()).count() == 0
    assert (Claim.objects.waiting().count(), ListingReport.objects.waiting().count()) == (2, 3)


def _check_dues() -> None:
    """Numbers without hole in each year, most of it paid, some of it late, disputed and promised."""
    issued = Document.objects.issued()
    for year in set(issued.values_list("year", flat=True)):
        ranks = sorted(issued.filter(year=year).values_list("rank", flat=True))
        assert ranks == list(range(1, len(ranks) + 1))
    owed = Document.objects.owing().count()
    assert 5 < owed < issued.count() / 2
    assert Payment.objects.weighed().filter(free__gt=0).count() > 0
    today = timezone.localdate()
    found = bridge(*yearly_dues([date(today.year - 1, 12, 31), today]))
    assert min(found.opening, found.new, found.up, found.down, found.lost, found.closing) > 0
    assert sorted(Hold.objects.values_list("kind", flat=True)) == ["dispute", "promise"]


def _check_accounts() -> None:
    staff = User.objects.staff()
    assert set(staff.values_list("email", flat=True)) == {account.email for account in accounts.STAFF}
    roles = {group for person in staff for group in person.groups.values_list("name", flat=True)}
    assert len(roles) == 6
    lent = [User.objects.get(email=account.email) for account in accounts.PORTAL]
    assert all(person.check_password(accounts.PASSWORD) for person in [*staff[:1], *lent])
    assert hasattr(lent[1], "ambassador")
    assert lent[2].expert_contacts.count() == 1


def _check_reach() -> None:
    """The brand lent to visitors reads a real report: counted, clicked, beside others, told to it."""
    told = of_year(Organisation.objects.get(name="Ordivance")).inserts[0]
    assert told.figures.reached > 5000
    assert 700 < told.figures.measured < 1100
    assert 10 < told.figures.clicks < 80
    assert told.figures.median
    assert [mail.state for mail in told.placement.reach_mails.filter(copy_of=None)] == ["sent"]


def _check_issues() -> None:
    sent, approved, draft = Issue.objects.order_by("number")
    assert [sent.state, approved.state, draft.state] == ["sent", "approved", "draft"]
    assert draft.blocks.count() == 11  # one of them quotes the press
    assert all(issue.approved_by_id != issue.author_id for issue in (sent, approved))
    assert all(issue.content_hash == content_hash(issue) for issue in (sent, approved))
    assert sent.frozen_hash == sent.content_hash
    deliveries = Delivery.objects.of(sent)
    assert deliveries.pending().count() == 0
    assert deliveries.count() + sent.exclusions.count() == sent.candidate_count
    assert set(sent.exclusions.values_list("cause", flat=True)) >= {
        "unsubscribed",
        "suppressed",
        "address",
        "duplicate",
    }
    assert deliveries.filter(settled_at__gt=sent.finished_at).count() == 0
    assert deliveries.filter(contact__collected_on__gte=sent.left_on()).count() == 0
    assert informing.note_informed(issue_id=sent.pk) == 0
    _check_reach()
    words = [text for issue in Issue.objects.all() for row in issue.blocks.all() for text in (row.title, row.text)]
    assert [text for text in words if re.search(r"\w [:;!?»]", text)] == []
    assert [text for text in words if clean(text) != text] == []


def _check_evening() -> None:
    """The next evening of the Club des Partenaires: full but for a seat that is offered, and two who wait."""
    event = Event.objects.exclude(capacity=None).get(kind=Kind.PARTNERS)
    coming = event.registrations.coming().count()
    assert event.capacity is not None
    assert 70 < coming == event.capacity - 1
    assert (event.offers.pending().count(), event.registrations.waiting().count()) == (1, 3)
    assert Use.objects.filter(key__startswith=f"event:{event.pk}:", given_back_at=None).count() >= coming - 1


def _check_days() -> None:
    """A door open today; what those who came to the last meetings say; trainings asked for, proposed and given."""
    today = Event.objects.get(starts_at__date=timezone.localdate(), capacity__isnull=False)
    count = presence.count_of(today)
    assert (count.expected, count.present in (0, 11), today.registrations.waiting().count()) == (52, True, 3)
    for kind in (Kind.PARTNERS, Kind.REGIONAL, Kind.TRAINING):
        held = Event.objects.filter(kind=kind, state=State.HELD, registrations__check_in__isnull=False).distinct()
        event = held.latest("starts_at")
        assert aftermath.opinions_on(event).answered > 10
        assert aftermath.absent_from(event).exists()
        assert (aftermath.pairs_of(event) > 0) == (kind != Kind.TRAINING)
        for host in returns.hosts_of(event):
            brought = returns.return_of(event, host)
            assert brought is not None
            assert (brought.networks != [], brought.contacts != []) == (True, True)
    assert set(TrainingProposal.objects.values_list("state", flat=True)) == {"proposed", "accepted", "refused"}
    assert [row.wanted for row in TopicWish.objects.open()] == [34, 21, 17, 12, 6]
