"""Prospects: followed, called, planned, made an application without retyping; the way to the aim."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from club.core.console import waiting_for
from club.core.errors import ClubError
from club.core.idempotency import FIELD
from club.core.models import OutboxMail
from club.core.roles import Role
from members import links
from members.actions import prospects
from members.models import Application, Organisation, Prospect
from members.pipeline import pipeline
from tests.factories import make_affiliation, make_commune, make_organisation, make_staff, make_user, sign_in
from tests.joining_factories import make_application, make_prospect
from tests.membership_factories import make_membership

pytestmark = pytest.mark.django_db
LIST = "console:prospects"
MOST_STATEMENTS = 8


@pytest.fixture
def keeper():
    return make_staff(Role.NETWORK)


@pytest.fixture
def staff(client, keeper):
    return sign_in(client, keeper)


def names(response) -> list[str]:
    return [line["name"] for line in response.context["lines"]]


def post(client, step: str, row: Prospect | None = None, **fields):
    address = reverse(f"console:{step}", args=[row.pk] if row else [])
    return client.post(address, {FIELD: str(uuid.uuid4()), **fields})


def plan(row: Prospect, **fields) -> Prospect:
    return prospects.plan(prospect=row, fields=fields, by=make_staff())


def test_list_costs_the_same_at_one_and_three_rows(staff):
    staff.get(reverse(LIST))
    counts = []
    for _ in range(2):
        make_prospect()
        make_prospect()
        with CaptureQueriesContext(connection) as queries:
            assert staff.get(reverse(LIST)).status_code == 200
        counts.append(len(queries))
    assert counts[1] <= counts[0] <= MOST_STATEMENTS


def test_list_opens_on_those_in_progress(staff):
    today = timezone.localdate()
    make_prospect(organisation=make_organisation(name="Due"), next_action="Appeler", next_on=today)
    make_prospect(organisation=make_organisation(name="Plus tard"), next_on=today + timedelta(days=3))
    make_prospect(organisation=make_organisation(name="Perdue"), stage="lost", lost_reason="Budget")
    assert names(staff.get(reverse(LIST))) == ["Plus tard", "Due"]
    assert names(staff.get(reverse(LIST), {"stage": "a_faire"})) == ["Due"]
    assert names(staff.get(reverse(LIST), {"stage": "lost"})) == ["Perdue"]
    assert names(staff.get(reverse(LIST), {"q": "plus"})) == ["Plus tard"]


def test_new_name_is_followed_at_once(staff, keeper):
    fields = {"name": "Belvédère", "kind": "publisher", "number": "732 829 320", "expected": "8000"}
    response = post(staff, "prospect_new", **fields)
    row = Prospect.objects.get()
    assert response["Location"] == reverse("console:prospect", args=[row.pk])
    assert (row.organisation.siren, row.owner, row.expected) == ("732829320", keeper, 8000)


def test_name_that_resembles_a_known_one_is_asked_about(staff):
    known = make_organisation(name="Ordivance France")
    fields = {"name": "Ordivance Franse", "kind": "publisher", "expected": "6000"}
    text = post(staff, "prospect_new", **fields).content.decode()
    assert "Est-ce l’une de celles-ci" in text
    assert Prospect.objects.count() == 0
    post(staff, "prospect_new", **fields, organisation=f"{known.pk}")
    assert (Prospect.objects.get().organisation, Organisation.objects.count()) == (known, 1)


def test_other_organisation_of_a_like_name_is_a_choice(staff):
    make_organisation(name="Ordivance France")
    fields = {"name": "Ordivance Franse", "kind": "publisher", "expected": "6000", "organisation": "nouvelle"}
    post(staff, "prospect_new", **fields)
    assert Prospect.objects.get().organisation.name == "Ordivance Franse"


def test_organisation_is_followed_once():
    row = make_prospect()
    with pytest.raises(ClubError, match="déjà suivie"):
        prospects.follow(organisation=row.organisation, owner=row.owner, by=row.owner)
    plan(row, stage="lost", lost_reason="Budget")
    prospects.follow(organisation=row.organisation, owner=row.owner, by=row.owner)
    assert Prospect.objects.count() == 2


def test_lost_prospect_does_not_come_back_beside_a_new_one():
    row = make_prospect(stage="lost", lost_reason="Budget")
    make_prospect(organisation=row.organisation)
    with pytest.raises(ClubError, match="sous une autre fiche"):
        plan(row, stage="met")


def test_first_call_makes_contact_and_later_ones_change_no_stage(staff):
    row = make_prospect()
    post(staff, "prospect_note", row, text="Bon accueil", said_on="2026-11-20")
    row.refresh_from_db()
    assert (row.stage, row.notes.get().text) == ("contacted", "Bon accueil")
    plan(row, stage="met")
    prospects.note(prospect=row, text="Rappel", by=make_staff())
    row.refresh_from_db()
    assert row.stage == "met"


def test_note_posted_twice_is_one(staff):
    row, key = make_prospect(), str(uuid.uuid4())
    for _ in range(2):
        post(staff, "prospect_note", row, text="Bon accueil", said_on="2026-11-20", **{FIELD: key})
    assert row.notes.count() == 1


def test_empty_note_is_refused(staff):
    row = make_prospect()
    assert "obligatoire" in post(staff, "prospect_note", row, text="", said_on="2026-11-20").content.decode()
    with pytest.raises(ClubError, match="Notez"):
        prospects.note(prospect=row, text=" ", by=make_staff())


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"stage": "lost", "lost_reason": ""}, "Dites pourquoi"),
        ({"next_action": "Appeler", "next_on": None}, "a une date"),
    ],
)
def test_plan_that_says_too_little_is_refused(fields, sentence):
    with pytest.raises(ClubError, match=sentence):
        plan(make_prospect(), **fields)


def test_organisation_is_not_its_own_sponsor():
    row = make_prospect()
    with pytest.raises(ClubError, match="ne se parraine pas"):
        plan(row, sponsor=row.organisation)


def test_plan_from_the_page_is_kept_and_its_refusal_keeps_the_words(staff, keeper):
    sponsor = make_membership(starts_on=timezone.localdate(), ends_on=timezone.localdate()).organisation
    row = make_prospect()
    fields = {"next_action": "Appeler", "next_on": "2026-12-01", "stage": "met", "expected": "9000"}
    fields |= {"owner": f"{keeper.pk}", "sponsor": f"{sponsor.pk}", "source": "Salon", "lost_reason": ""}
    assert post(staff, "prospect_plan", row, **fields).status_code == 302
    row.refresh_from_db()
    assert (row.stage, row.expected, row.sponsor, row.owner) == ("met", 9000, sponsor, keeper)
    text = post(staff, "prospect_plan", row, **fields | {"stage": "lost", "source": "Foire"}).content.decode()
    assert "Dites pourquoi" in text
    assert 'value="Foire"' in text
    row.refresh_from_db()
    assert row.source == "Salon"


def test_application_is_filled_in_with_what_the_club_knows():
    commune = make_commune()
    organisation = make_organisation(name="Belvédère", phone="0299", commune=commune)
    person = make_user(email="anne@belvedere.example", first_name="Anne")
    make_affiliation(organisation=organisation, person=person, roles=["signatory"], job_title="Gérante")
    row = make_prospect(organisation=organisation)
    made = prospects.apply(prospect=row, by=make_staff())
    assert (made.name, made.siren, made.kind, made.side) == ("Belvédère", organisation.siren, "publisher", "brand")
    assert (made.postcode, made.city, made.phone, made.organisation) == ("53000", "Laval", "0299", organisation)
    announced = made.people.get()
    assert (announced.email, announced.roles, announced.job_title) == (person.email, ["signatory"], "Gérante")
    assert prospects.apply(prospect=row, by=make_staff()) == made


def test_application_that_came_to_nothing_gives_way_to_another():
    row = make_prospect(application=make_application(state="refused"))
    assert prospects.apply(prospect=row, by=make_staff()) != row.application
    assert Application.objects.count() == 2


def test_link_of_the_application_is_mailed_or_opened(staff):
    row = make_prospect()
    post(staff, "prospect_apply", row, contact_email="anne@belvedere.example", action="envoyer")
    mail, made = OutboxMail.objects.get(), Application.objects.get()
    assert (mail.to_address, made.contact_email) == ("anne@belvedere.example", "anne@belvedere.example")
    assert "Comme convenu" in mail.text
    assert links.application_url(made.pk) in mail.text
    opened = post(staff, "prospect_apply", row, contact_email="", action="ouvrir")
    assert links.application_token(made.pk) in opened["Location"]


def test_link_without_an_address_is_refused_and_makes_nothing(staff):
    text = post(staff, "prospect_apply", make_prospect(), contact_email="", action="envoyer").content.decode()
    assert "Donnez l’adresse" in text
    assert (Application.objects.count(), OutboxMail.objects.count()) == (0, 0)


def test_draft_that_staff_prepared_is_seen_by_staff(staff):
    made = prospects.apply(prospect=make_prospect(), by=make_staff())
    assert staff.get(reverse("console:application", args=[made.pk])).status_code == 200


def test_who_may_only_read_gets_no_form(client):
    reader = sign_in(client, make_staff(Role.EDITORS))
    text = reader.get(reverse("console:prospect", args=[make_prospect().pk])).content.decode()
    assert "/suite/" not in text


def test_next_actions_wait_for_whoever_follows(keeper):
    today = timezone.localdate()
    late = make_organisation(name="Kaltéra")
    make_prospect(organisation=late, owner=keeper, next_action="Rappeler", next_on=today - timedelta(days=1))
    make_prospect(owner=keeper, next_action="Plus tard", next_on=today + timedelta(days=1))
    make_prospect(next_action="D’une collègue", next_on=today)
    found = [waiting for waiting in waiting_for(keeper) if "prospects" in waiting.url]
    assert [(waiting.title, waiting.urgent) for waiting in found] == [("Kaltéra\u00a0: Rappeler", True)]


def test_pipeline_weighs_by_stage_and_forgets_who_is_gone(staff):
    for stage, expected in (("spotted", 6000), ("met", 10000), ("met", 5000), ("offered", 27000)):
        make_prospect(stage=stage, expected=Decimal(expected))
    make_prospect(stage="won", expected=Decimal(99000))
    make_prospect(stage="lost", lost_reason="Budget", expected=Decimal(99000))
    found = pipeline()
    assert [(step.number, step.expected, step.weighted) for step in found.steps] == [
        (1, 6000, 300),
        (0, 0, 0),
        (2, 15000, 6000),
        (1, 27000, 18900),
    ]
    assert (found.number, found.expected, found.weighted, found.hoped_members) == (4, 48000, 25200, 2)
    text = staff.get(reverse("console:pipeline")).content.decode()
    assert text.count("25\u00a0200,00\u00a0€") == 2
    assert text.count('<rect class="weighted"') == 4


def test_pipeline_without_prospects_says_how_to_begin(staff):
    assert "Ajouter un prospect" in staff.get(reverse("console:pipeline")).content.decode()
