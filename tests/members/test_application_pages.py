"""Studying applications in the console: the list, one page with everything, the decision, what waits."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from club.core.console import waiting_for
from club.core.idempotency import FIELD
from club.core.models import OutboxMail
from club.core.roles import Role
from members import panels
from members.models import Application, Organisation, Prospect
from members.panels import ApplicationPanel, Line
from tests.factories import make_organisation, make_staff, sign_in
from tests.joining_factories import make_application, make_prospect
from tests.membership_factories import make_membership

pytestmark = pytest.mark.django_db
LIST = "console:applications"
MOST_STATEMENTS = 8


@pytest.fixture
def staff(client):
    return sign_in(client, make_staff(Role.NETWORK))


def sent(**overrides) -> Application:
    return make_application(state="submitted", **overrides)


def names(response) -> list[str]:
    return [line["name"] for line in response.context["lines"]]


def page(client, application: Application) -> str:
    return client.get(reverse("console:application", args=[application.pk])).content.decode()


def decide(client, application: Application, decision: str, **fields):
    fields |= {FIELD: str(uuid.uuid4())}
    return client.post(reverse("console:application_decide", args=[application.pk, decision]), fields)


def on_the_day(**fields) -> dict[str, str]:
    return {"body": "Bureau", "on": f"{timezone.localdate()}", **fields}


def test_list_costs_the_same_at_one_and_three_rows(staff):
    staff.get(reverse(LIST))  # the rail's counts come from the cache
    counts = []
    for _ in range(2):
        sent()
        sent()
        with CaptureQueriesContext(connection) as queries:
            assert staff.get(reverse(LIST)).status_code == 200
        counts.append(len(queries))
    assert counts[1] <= counts[0] <= MOST_STATEMENTS


def test_list_opens_on_what_is_in_progress(staff):
    for state in ("submitted", "changes", "admitted", "refused", "abandoned", "completed"):
        make_application(state=state, name=state)
    assert names(staff.get(reverse(LIST))) == ["admitted", "changes", "submitted"]
    assert names(staff.get(reverse(LIST), {"state": "refused"})) == ["refused"]
    assert len(names(staff.get(reverse(LIST), {"state": "toutes"}))) == 6


def test_draft_of_the_public_is_nobody_s_business(staff):
    draft = make_application(name="Hésitante")
    assert names(staff.get(reverse(LIST), {"state": "toutes"})) == []
    assert staff.get(reverse("console:application", args=[draft.pk])).status_code == 404


def test_search_and_side_narrow(staff):
    sent(name="Belvédère")
    sent(name="Zéphyr", side="institution", kind="chamber")
    assert names(staff.get(reverse(LIST), {"q": "belv"})) == ["Belvédère"]
    assert names(staff.get(reverse(LIST), {"side": "institution"})) == ["Zéphyr"]


def test_page_shows_the_whole_application_and_its_likely_double(staff):
    member = make_membership().organisation
    application = sent(name="Belvédère", siren=member.siren, order_number="BC-7", year="rolling")
    text = page(staff, application)
    for shown in ("Belvédère", "BC-7", application.people.get().email, "6\u00a0000,00\u00a0€", "même SIREN"):
        assert shown in text
    assert f"{member.name}</a>" in text


def test_admission_from_the_page_creates_the_organisation(staff):
    application = sent(name="Belvédère")
    response = decide(staff, application, "admit", **on_the_day(organisation="nouvelle"))
    assert response["Location"] == reverse("console:application", args=[application.pk])
    application.refresh_from_db()
    assert (application.state, application.organisation.name) == ("admitted", "Belvédère")


def test_admission_from_the_page_links_the_double(staff):
    known = make_organisation(name="Connue")
    application = sent(siren=known.siren)
    decide(staff, application, "admit", **on_the_day(organisation=f"{known.pk}"))
    application.refresh_from_db()
    assert (application.organisation, Organisation.objects.count()) == (known, 1)


def test_organisation_that_is_no_likely_double_cannot_be_linked(staff):
    stranger = make_organisation(name="Tout autre")
    application = sent()
    response = decide(staff, application, "admit", **on_the_day(organisation=f"{stranger.pk}"))
    application.refresh_from_db()
    assert (response.status_code, application.state) == (200, "submitted")


def test_refused_form_keeps_what_was_typed(staff):
    application = sent()
    response = decide(staff, application, "refuse", **on_the_day(reason="", released="Votre activité"))
    text = response.content.decode()
    assert "Votre activité" in text
    assert "Ce champ est obligatoire" in text
    application.refresh_from_db()
    assert application.state == "submitted"


def test_refusal_and_changes_from_the_page(staff):
    one, two = sent(), sent()
    decide(staff, one, "refuse", **on_the_day(reason="Interne", released=""))
    decide(staff, two, "changes", said="Le signataire ?")
    assert [Application.objects.get(pk=row.pk).state for row in (one, two)] == ["refused", "changes"]
    assert OutboxMail.objects.count() == 2
    assert "Interne" in page(staff, one)


def test_second_colleague_learns_that_it_is_decided(staff):
    application = sent()
    decide(staff, application, "changes", said="Le signataire ?")
    response = decide(staff, application, "refuse", **on_the_day(reason="Interne"))
    assert "n’attend pas de décision" in response.content.decode()
    assert OutboxMail.objects.count() == 1


def test_unknown_decision_is_nothing(staff):
    assert decide(staff, sent(), "couronner").status_code == 404


def test_closed_without_a_decision_mails_nobody(staff):
    application = sent()
    decide(staff, application, "close")
    application.refresh_from_db()
    assert (application.state, OutboxMail.objects.count()) == ("abandoned", 0)


def test_who_may_only_read_gets_no_form(client):
    reader = sign_in(client, make_staff(Role.EDITORS))
    text = page(reader, sent())
    assert "/admit/" not in text
    assert "la décision d’un collègue" in text


def test_panel_of_an_upper_app_stands_on_the_page(staff, monkeypatch):
    panel = ApplicationPanel(
        title="Proposition",
        permission="members.view_application",
        lines=lambda application: [Line("Pas encore préparée")],
        steps=lambda person, application: [Line("Voir la proposition", url="/console/x/")],
    )
    hidden = ApplicationPanel("Cachée", "members.nothing", lines=lambda application: [Line("x")])
    monkeypatch.setattr(panels, "_application_panels", [panel, hidden])
    text = page(staff, make_application(state="admitted"))
    assert 'href="/console/x/">Voir la proposition' in text
    assert "Cachée" not in text


def test_what_waits_is_shown_by_date_to_who_may_decide():
    keeper, editor = make_staff(Role.NETWORK), make_staff(Role.EDITORS)
    sent(name="Belvédère")
    slow = make_application(state="changes", name="Lente")
    make_application(state="changes", name="Rapide")
    Application.objects.filter(pk=slow.pk).update(updated_at=timezone.now() - timedelta(days=15))
    titles = [waiting.title for waiting in waiting_for(keeper)]
    assert "La demande d’adhésion de Belvédère est à étudier" in titles
    assert [title for title in titles if "n’a pas complété" in title] == [
        "Lente n’a pas complété sa demande d’adhésion"
    ]
    assert [waiting for waiting in waiting_for(editor) if "adhésion" in waiting.title] == []


def test_admitted_applicant_gets_one_proposal(staff):
    """What ``members.billing`` gives to this page: the button, then the proposal instead of it."""
    application = make_application(state="admitted", organisation=make_organisation())
    assert "Préparer la proposition" in page(staff, application)
    staff.post(reverse("console:proposal_new", args=[application.pk]))
    text = page(staff, application)
    assert "Préparer la proposition" not in text
    assert reverse("console:proposal", args=[application.proposal.pk]) in text


def test_application_not_admitted_gets_no_proposal(staff):
    assert "Préparer la proposition" not in page(staff, sent())


def test_organisation_that_the_search_of_doubles_missed_is_linked_by_hand(staff):
    known = make_organisation(name="Groupe Hespérides")
    make_organisation(name="Tout autre chose")
    application = sent(name="Belvédère")
    url = reverse("console:application", args=[application.pk])
    for text in ("hesperides", known.siren):
        shown = staff.get(url, {"cherche": text}).context["sought"]
        assert [found.pk for found in shown] == [known.pk]
    assert "Aucune organisation du fichier" in staff.get(url, {"cherche": "zzzyx"}).content.decode()
    assert decide(staff, application, "link", organisation=known.pk).status_code == 302
    application.refresh_from_db()
    assert (application.organisation, application.state) == (known, "submitted")
    text = page(staff, application)
    assert "Rattachée à" in text
    assert "une nouvelle organisation" not in text
    decide(staff, application, "admit", **on_the_day(organisation=known.pk))
    application.refresh_from_db()
    assert (application.organisation, application.state) == (known, "admitted")
    assert Organisation.objects.count() == 2


def test_link_by_hand_is_taken_back_before_the_decision_alone(staff):
    known, application = make_organisation(), sent()
    decide(staff, application, "link", organisation=known.pk)
    decide(staff, application, "unlink")
    application.refresh_from_db()
    assert application.organisation is None
    decide(staff, application, "refuse", **on_the_day(reason="Doublon"))
    decide(staff, application, "link", organisation=known.pk)
    application.refresh_from_db()
    assert application.organisation is None
    prospect = make_prospect(organisation=known)
    prepared = sent(organisation=known)
    Prospect.objects.filter(pk=prospect.pk).update(application=prepared)
    decide(staff, prepared, "unlink")
    prepared.refresh_from_db()
    assert prepared.organisation == known


def test_link_to_nothing_changes_nothing(staff):
    application = sent()
    assert decide(staff, application, "link", organisation="999999").status_code == 200
    application.refresh_from_db()
    assert application.organisation is None
