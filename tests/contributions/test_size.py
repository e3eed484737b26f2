"""Lists of the content loop with two hundred suppliers and a year of departures: eight statements at most each."""

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from club.contributions.content import content_of
from club.contributions.models import Call, CallMail, CallNote, Placement, Submission, Version
from club.core.roles import Role
from club.press.models import Cluster, Feed, Reason, Story
from members.models import Affiliation, Entitlement, Organisation, StatusOverride, User
from newsletters import fortnight
from newsletters.models import Issue, Slot
from tests.factories import make_staff, make_user, sign_in
from tests.visitors import undone

SUPPLIERS, DEPARTURES, MOST = 200, 26, 8
CONTENTS, WATCH = "/console/contributions/", "/console/veille/"


@pytest.fixture(scope="module")
def year(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    """Each supplier was called for each departure and wrote something; the press told a story of each, each time."""
    with django_db_blocker.unblock(), undone():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")  # no history of each row
            made = build()
            cursor.execute("SET LOCAL session_replication_role = DEFAULT")
        yield made


def build() -> dict[str, Any]:
    now, today = timezone.now(), timezone.localdate()
    editor, agency = make_staff(Role.EDITORS), make_user()
    noon = timezone.make_aware(datetime.combine(today, time(12)))
    slots = [Slot(job=fortnight.JOB, due_at=noon + timedelta(days=9 - 14 * n)) for n in range(DEPARTURES)]
    slots = Slot.objects.bulk_create(slots)
    issue = {"title": "Numéro", "subject": "Objet", "author": editor, "state": "cancelled"}
    issues = Issue.objects.bulk_create(Issue(number=n + 1, **issue) for n in range(DEPARTURES))
    suppliers = Organisation.objects.bulk_create(
        Organisation(name=f"Marque {n:03}", side="brand", kind="publisher") for n in range(SUPPLIERS)
    )
    term = {"starts_on": today - timedelta(days=30), "ends_on": today + timedelta(days=300)}
    right = {"kind": "insert", "quantity": 26, "opened_on": today - timedelta(days=30)}
    Entitlement.objects.bulk_create(Entitlement(organisation=one, **right, **term) for one in suppliers)
    member = {
        "status": "active",
        "reason": "Accord du bureau",
        "starts_on": today,
        "until": today + timedelta(days=9),
    }
    StatusOverride.objects.bulk_create(StatusOverride(organisation=o, noted_by=editor, **member) for o in suppliers)
    acts = {"roles": ["agency"], "starts_on": today - timedelta(days=400)}
    Affiliation.objects.bulk_create(Affiliation(person=agency, organisation=one, **acts) for one in suppliers)
    pairs = [(slot, issue, one) for slot, issue in zip(slots, issues, strict=True) for one in suppliers]
    called(pairs, agency, editor, now)
    written(pairs, agency, now)
    told(suppliers, editor, now)
    return {"editor": editor, "agency": agency, "supplier": suppliers[7], "slot": slots[3]}


def called(pairs: list[Any], agency: User, editor: User, now: datetime) -> None:
    states = ["answered", "silent", "declined"]
    calls = Call.objects.bulk_create(
        Call(slot=slot, supplier=one, state=states[n % 3], settled_at=now) for n, (slot, _, one) in enumerate(pairs)
    )
    mail = {"step": "first", "due_on": now.date(), "state": "sent", "settled_at": now, "person": agency}
    CallMail.objects.bulk_create(CallMail(call=call, **mail) for call in calls[: 4 * SUPPLIERS])
    CallNote.objects.bulk_create(
        CallNote(supplier=one, by=editor, text="Rappeler lundi.") for _, _, one in pairs[:400]
    )


def written(pairs: list[Any], agency: User, now: datetime) -> None:
    states = ["submitted", "accepted", "accepted", "refused", "returned"]
    rows = Submission.objects.bulk_create(
        Submission(
            supplier=one,
            author=agency,
            state=states[n % 5],
            title=f"Contenu {n}",
            text="Des mots.",
            remark="Non." if n % 5 == 3 else "",
            wished=slot,
            submitted_at=now - timedelta(minutes=n),
        )
        for n, (slot, _, one) in enumerate(pairs)
    )
    version = {"number": 1, "side": "supplier", "by": agency}
    words = content_of(rows[0]).frozen()
    versions = Version.objects.bulk_create(
        Version(submission=row, content=words | {"title": row.title}, **version) for row in rows
    )
    sent = {"state": "sent", "sent_on": now.date(), "rank": 2, "out_of": 5}
    Placement.objects.bulk_create(
        Placement(submission=row, version=version, supplier=one, issue=issue, **sent)
        for row, version, (_, issue, one) in zip(rows, versions, pairs, strict=True)
        if row.state == "accepted"
    )


def told(suppliers: list[Organisation], editor: User, now: datetime) -> None:
    feeds = Feed.objects.bulk_create(
        Feed(organisation=one, url=f"https://partenaire{n}.example/feed", title="Blog")
        for n, one in enumerate(suppliers)
    )
    rejection = {"state": "rejected", "reason": Reason.LATE, "decided_by": editor, "decided_at": now}
    clusters = Cluster.objects.bulk_create(
        Cluster(first_at=now - timedelta(minutes=n), **(rejection if n % 3 else {}))
        for n in range(SUPPLIERS * DEPARTURES)
    )
    Story.objects.bulk_create(
        Story(
            feed=feeds[n % SUPPLIERS],
            cluster=cluster,
            identity=f"{n:032}",
            link_key=f"{n:032}",
            title=f"Une nouvelle numéro {n}",
            link=f"https://journal.example/{n}",
            published_at=cluster.first_at,
            seen_at=now,
        )
        for n, cluster in enumerate(clusters)
    )


@pytest.fixture
def asks(year: dict[str, Any]) -> Iterator[Callable[[User, str], tuple[int, str]]]:
    """How many statements an address takes, once what pages remember is remembered, and where its next page is."""

    def ask(user: User, path: str) -> tuple[int, str]:
        client, asked = sign_in(Client(), user), path.partition("?")[2]
        assert client.get(path).status_code == 200
        with CaptureQueriesContext(connection) as read:
            answer = client.get(path)
        context = answer.context
        following = context.get("next_url") or (f"?{asked}&page=2" if "paginator" in dir(context.get("page")) else "")
        return len(read), following

    with undone():
        yield ask


@pytest.mark.parametrize(
    "path",
    [
        CONTENTS,
        f"{CONTENTS}?file=acceptes",
        f"{CONTENTS}appels/",
        f"{CONTENTS}appels/?etat=answered",
        WATCH,
        f"{WATCH}ecartes/",
        f"{WATCH}flux/",
    ],
)
def test_lists_of_staff_take_few_statements(year: dict[str, Any], asks: Any, path: str) -> None:
    number, following = asks(year["editor"], path)
    assert following
    after, _ = asks(year["editor"], path.partition("?")[0] + following)
    assert max(number, after) <= MOST, (number, after)


def test_page_of_a_supplier_takes_as_many_statements_whatever_it_did(year: dict[str, Any], asks: Any) -> None:
    """No list: its calls and their mails, its team and who of it may be written to, notes, rights, last insert."""
    number, _ = asks(year["editor"], f"{CONTENTS}appels/fournisseurs/{year['supplier'].pk}/")
    assert number <= 13


def test_agency_of_every_supplier_reads_its_contents_in_few_statements(year: dict[str, Any], asks: Any) -> None:
    number, following = asks(year["agency"], "/espace/contributions/")
    after, _ = asks(year["agency"], f"/espace/contributions/{following}")
    assert (bool(following), max(number, after) <= MOST) == (True, True), (number, after)
