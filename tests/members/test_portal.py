"""The members' portal: file of an organisation, consent field by field, directory, introductions, logos outside."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from club.core.errors import ClubError
from members import access, directory
from members.actions import entitlements, pages
from members.models import EntitlementKind, Introduction, OrganisationChange, User
from members.todos import of_representative
from members.views import portal as views
from tests.factories import make_affiliation, make_organisation, make_staff, make_user, sign_in
from tests.membership_factories import make_change, make_introduction, make_membership, make_version

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
YEAR = {"starts_on": date(TODAY.year, 1, 1), "ends_on": date(TODAY.year, 12, 31)}


def cards(**narrow: Any) -> list[directory.OrganisationCard]:
    return [directory.card(row) for row in directory.narrowed(**narrow)]


def member(**grants: int):  # type: ignore[no-untyped-def]
    return make_membership(make_version(grants=grants), **YEAR).organisation


def posted(organisation, **changes: object) -> dict[str, object]:  # type: ignore[no-untyped-def]
    kept = {name: getattr(organisation, name) or "" for name in ("website", "phone", "name", "legal_name", "siren")}
    return kept | {"presentation": ""} | changes


def test_file_says_status_rights_and_options_in_words(client: Client) -> None:
    organisation = member(insert=4)
    entitlements.use(organisation=organisation, kind="insert", key="a", label="Flash info n° 42")
    sign_in(client, make_affiliation(organisation=organisation).person)
    page = client.get(f"/espace/organisations/{organisation.pk}/").content.decode()
    assert f"Adhésion du 1er janvier {TODAY.year} au 31 décembre {TODAY.year}." in page
    assert '<td class="number">4</td><td class="number">1</td><td class="number">3</td>' in page


def test_sensitive_fields_wait_for_the_club(client: Client) -> None:
    organisation = make_organisation(name="Avant")
    sign_in(client, make_affiliation(organisation=organisation).person)
    path = f"/espace/organisations/{organisation.pk}/fiche/"
    answer = client.post(path, posted(organisation, name="Après", presentation="Nous éditons."), follow=True)
    organisation.refresh_from_db()
    assert (organisation.name, organisation.page.presentation) == ("Avant", "Nous éditons.")
    assert "relit d’abord\u00a0: nom d’usage" in answer.content.decode()
    change = OrganisationChange.objects.get()
    staff = sign_in(Client(), director := make_staff(superuser=True))
    assert "Après" in staff.get("/console/demandes/").content.decode()
    staff.post(f"/console/demandes/changements/{change.pk}/", {"choice": "yes"})
    organisation.refresh_from_db()
    change.refresh_from_db()
    assert (organisation.name, change.state, change.decided_by) == ("Après", "accepted", director)


def test_refusal_of_a_change_has_a_reason_and_changes_nothing() -> None:
    change, by = make_change(), make_staff()
    with pytest.raises(ClubError, match="Dites pourquoi"):
        pages.settle_change(change=change, accepted=False, reason=" ", by=by)
    pages.settle_change(change=change, accepted=False, reason="Ce n’est pas au registre.", by=by)
    with pytest.raises(ClubError, match="déjà eu sa réponse"):
        pages.settle_change(change=change, accepted=True, reason="", by=by)
    change.organisation.refresh_from_db()
    assert change.organisation.legal_name == ""


def test_siren_of_another_organisation_is_refused() -> None:
    other = make_organisation()
    change = make_change(field="siren", after=other.siren)
    with pytest.raises(ClubError, match="déjà ce SIREN"):
        pages.settle_change(change=change, accepted=True, reason="", by=make_staff())


def logo(size: tuple[int, int] = (900, 300)) -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", size, "navy").save(out, "PNG")
    return SimpleUploadedFile("logo.png", out.getvalue(), "image/png")


def test_logo_is_drawn_again_and_a_drawing_with_script_is_refused(client: Client) -> None:
    organisation = make_organisation()
    sign_in(client, make_affiliation(organisation=organisation).person)
    path = f"/espace/organisations/{organisation.pk}/fiche/"
    client.post(path, posted(organisation, logo=logo()))
    page = pages.page_of(organisation)
    assert (page.logo_width, page.logo_height) == (480, 160)
    assert Client().get(page.logo.url).status_code == 200
    svg = SimpleUploadedFile("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "image/svg+xml")
    answer = client.post(path, posted(organisation, presentation="Gardée", logo=svg))
    assert "n’est pas une image" in answer.content.decode()
    assert "Gardée" in answer.content.decode()


def test_nobody_is_named_without_agreeing_field_by_field() -> None:
    organisation = member()
    mine = make_affiliation(organisation=organisation, job_title="Directrice")
    assert [card.people for card in cards()] == [[]]
    pages.consent(affiliation=mine, shown=["email", "phone"])
    assert [card.people for card in cards()] == [[]]  # no name, nothing
    pages.consent(affiliation=mine, shown=["name", "job"])
    person = cards()[0].people[0]
    assert (person.name, person.job, person.email, person.phone) == (str(mine.person), "Directrice", "", "")
    pages.consent(affiliation=mine, shown=[])
    assert [card.people for card in cards()] == [[]]


def test_directory_lists_members_of_the_day_alone() -> None:
    here = member()
    make_membership(starts_on=date(TODAY.year - 2, 1, 1), ends_on=date(TODAY.year - 2, 12, 31))
    make_organisation()
    assert [card.organisation for card in cards()] == [here]
    assert cards(side="institution") == []
    assert [card.organisation for card in cards(text=here.name)] == [here]


@pytest.mark.parametrize("number", [1, 3])
def test_directory_takes_two_statements(number: int, django_assert_num_queries: object) -> None:
    for _ in range(number):
        pages.consent(affiliation=make_affiliation(organisation=member()), shown=["name"])
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert len(cards()) == number


def test_directory_tells_how_many_and_goes_page_by_page(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "PAGE", 2)
    houses = sorted((member() for _ in range(3)), key=lambda house: (house.sort_key, house.pk))
    sign_in(client, make_affiliation(organisation=houses[0]).person)
    first = client.get("/espace/annuaire/")
    assert "3 membres" in first.content.decode()
    assert [card.organisation for card in first.context["cards"]] == houses[:2]
    second = client.get(f"/espace/annuaire/{first.context['next_url']}")
    assert [card.organisation for card in second.context["cards"]] == houses[2:]
    assert "Voir tous les membres" in client.get("/espace/annuaire/?q=zzzyx").content.decode()


def test_introduction_goes_through_the_club(client: Client) -> None:
    mine, to = make_affiliation(organisation=member()), member()
    sign_in(client, mine.person)
    path = f"/espace/annuaire/{to.pk}/mise-en-relation/"
    client.post(path, {"asked_by": mine.pk, "message": "Nous cherchons un éditeur."})
    row = Introduction.objects.get()
    assert (row.asked_by, row.to, row.state) == (mine, to, "asked")
    staff = sign_in(Client(), make_staff(superuser=True))
    staff.post(f"/console/demandes/relations/{row.pk}/", {"choice": "no"})
    row.refresh_from_db()
    assert row.state == "asked"  # no without a word is no answer
    staff.post(f"/console/demandes/relations/{row.pk}/", {"choice": "yes"})
    row.refresh_from_db()
    assert row.state == "passed"


def test_nobody_asks_in_the_name_of_an_organisation_that_is_not_theirs(client: Client) -> None:
    mine, foreign = make_affiliation(organisation=member()), make_affiliation(organisation=member())
    sign_in(client, mine.person)
    path = f"/espace/annuaire/{member().pk}/mise-en-relation/"
    assert client.post(path, {"asked_by": foreign.pk, "message": "x"}).status_code == 200
    assert not Introduction.objects.exists()


def test_ten_introductions_a_day() -> None:
    mine, to = make_affiliation(), make_organisation()
    for _ in range(pages.PER_DAY):
        pages.ask_introduction(asked_by=mine, to=to, message="x")
    with pytest.raises(ClubError, match="reprenez demain"):
        pages.ask_introduction(asked_by=mine, to=to, message="x")


def test_answered_request_is_not_answered_twice() -> None:
    row, by = make_introduction(), make_staff()
    pages.settle_introduction(introduction=row, passed=True, reply="", by=by)
    with pytest.raises(ClubError, match="déjà été traitée"):
        pages.settle_introduction(introduction=row, passed=True, reply="", by=by)


def test_logo_stands_outside_exactly_while_its_right_runs(client: Client) -> None:
    organisation = member(logo=1)
    assert organisation.name in client.get("/").content.decode()
    term = organisation.memberships.get()
    entitlements.cut(membership=term, last_day=TODAY - timedelta(days=1))
    client.get("/compte/connexion/")
    assert list(access.holding(EntitlementKind.LOGO)) == []
    assert list(access.holding(EntitlementKind.LOGO, on=TODAY - timedelta(days=1))) == [organisation]


def test_partner_without_a_site_stands_on_the_wall_too(client: Client) -> None:
    organisation = member(logo=1)
    type(organisation).objects.update(website="")
    assert f"<li><span>{organisation.name}</span></li>" in client.get("/").content.decode()


def test_executive_enters_the_cercle_while_the_right_runs() -> None:
    organisation = member(cercle_seat=1)
    executive = make_affiliation(organisation=organisation, roles=["executive"]).person
    colleague = make_affiliation(organisation=organisation, roles=["administrator"]).person
    stranger = make_affiliation(organisation=member(), roles=["executive"]).person
    assert [access.can_enter_cercle(p) for p in (executive, colleague, stranger, make_user())] == [
        True,
        False,
        False,
        False,
    ]
    assert not access.can_enter_cercle(executive, on=date(TODAY.year + 1, 1, 1))


def test_home_asks_first_for_roles_that_nobody_holds(client: Client) -> None:
    mine = make_affiliation(organisation=member(), roles=["administrator", "executive", "billing"])
    sign_in(client, mine.person)
    page = client.get("/espace/").content.decode()
    assert "Personne pour\u00a0: contenus." in page
    assert "Dites ce que vous montrez dans l’annuaire" in [todo.title for todo in of_representative(mine.person)]
    pages.consent(affiliation=mine, shown=[])
    make_affiliation(organisation=mine.organisation, roles=["content"])
    assert list(of_representative(mine.person)) == []


def test_colleague_and_former_member_are_asked_nothing_of_the_kind() -> None:
    colleague = make_affiliation(organisation=make_organisation(), roles=["billing"])
    assert list(of_representative(colleague.person)) == []
    assert list(of_representative(make_user())) == []


def test_closed_account_is_named_nowhere(client: Client) -> None:
    mine, to = make_affiliation(organisation=member()), member()
    gone = make_affiliation(organisation=to)
    pages.consent(affiliation=gone, shown=["name"])
    sign_in(client, mine.person)
    path = f"/espace/annuaire/{to.pk}/mise-en-relation/"
    assert str(gone.person) in client.get(path).content.decode()
    User.objects.filter(pk=gone.person_id).update(is_active=False)
    for address in (path, "/espace/annuaire/"):
        assert str(gone.person) not in client.get(address).content.decode()
