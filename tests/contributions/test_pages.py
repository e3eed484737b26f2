"""The pages where a supplier writes: the link of a call without login, the portal, the message beside."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from club.contributions import links
from club.contributions.actions import deciding
from club.contributions.content import Content
from club.contributions.models import Call, CallMail, Submission
from members.models import Affiliation
from tests.contribution_factories import make_call, make_placement, make_slot, make_submission
from tests.factories import make_affiliation, make_organisation, make_sent_issue, make_staff, sign_in
from tests.membership_factories import make_membership, make_version

pytestmark = pytest.mark.django_db
TYPED = {
    "kind": "product",
    "title": "Une caisse de poche",
    "text": "Encaisser partout.",
    "audience": "both",
    "link_url": "https://marque.example/caisse",
}


@pytest.fixture
def writer() -> Affiliation:
    """Somebody of a member with six inserts."""
    today = timezone.localdate()
    supplier = make_organisation(name="Caisses Corvane")
    span = {"starts_on": today - timedelta(days=30), "ends_on": today + timedelta(days=300)}
    make_membership(make_version(is_base=True, grants={"insert": 6}), organisation=supplier, **span)
    return make_affiliation(organisation=supplier, roles=["content"])


@pytest.fixture
def called(writer: Affiliation) -> CallMail:
    call = make_call(supplier=writer.organisation, inserts_left=6)
    return CallMail.objects.create(call=call, step="first", due_on=timezone.localdate(), person=writer.person)


def page_of(mail: CallMail) -> str:
    return f"{links.CALL_PATH}{links.call_token(mail.pk)}/"


def post(client: Client, url: str, step: str, **typed: Any) -> Any:
    return client.post(url, TYPED | typed | {"geste": step}, follow=True)


def test_call_is_answered_without_login(client: Client, called: CallMail) -> None:
    page = client.get(page_of(called))
    assert page["X-Robots-Tag"] == "noindex"
    assert "6 encore à utiliser" in page.content.decode()
    answer = post(client, page_of(called), "remettre").content.decode()
    assert "Le Club vous lit" in answer
    row = Submission.objects.get()
    assert (row.author, row.call.state, row.state) == (called.person, "answered", "submitted")
    assert 'name="title"' not in client.get(page_of(called)).content.decode()
    late = post(client, page_of(called), "garder", title="Tapé pendant ce temps").content.decode()
    assert "il ne se modifie plus ici" in late
    assert "Tapé pendant ce temps" in late


def test_nothing_this_time_is_one_post_and_get_does_nothing(client: Client, called: CallMail) -> None:
    client.get(f"{page_of(called)}?geste=rien")
    assert Call.objects.get().state == "open"
    answer = client.post(page_of(called), {"geste": "rien"}, follow=True).content.decode()
    assert "rien cette fois" in answer
    assert (Call.objects.get().state, Call.objects.get().settled_by) == ("declined", called.person)


def test_draft_is_kept_complete_or_not_and_said_what_is_missing(client: Client, called: CallMail) -> None:
    post(client, page_of(called), "garder", title="")
    row = Submission.objects.get()
    page = client.get(page_of(called))
    seen = page.context["form"]["seen"].value()
    assert (row.state, row.text) == ("draft", "Encaisser partout.")
    answer = post(client, page_of(called), "remettre", title="", seen=seen).content.decode()
    assert "pas encore remis. Donnez-lui un titre." in answer
    assert "Encaisser partout." in answer


def test_wrong_input_stays_typed_with_a_sentence(client: Client, called: CallMail) -> None:
    typed = {"title": "x" * 81, "link_url": "javascript:alert(1)", "territories": "Atlantide"}
    answer = post(client, page_of(called), "remettre", **typed).content.decode()
    assert "x" * 81 in answer
    assert "Territoire inconnu" in answer
    lines = "\r\n".join(["a" * 59] * 10)  # 599 characters, 608 as browsers send them
    assert "text" not in post(client, page_of(called), "remettre", **typed, text=lines).context["form"].errors
    assert not Submission.objects.exists()


def test_program_is_no_document(client: Client, called: CallMail) -> None:
    file = SimpleUploadedFile("fiche.pdf", b"MZ\x90", content_type="application/pdf")
    answer = post(client, page_of(called), "remettre", file=file).content.decode()
    assert "n’est pas un PDF" in answer


def test_second_tab_sees_what_the_first_wrote(client: Client, called: CallMail) -> None:
    post(client, page_of(called), "garder")
    seen = client.get(page_of(called)).context["form"]["seen"].value()
    post(client, page_of(called), "garder", seen=seen, title="De l’agence")
    typed = {"seen": seen, "title": "De la marque", "file": SimpleUploadedFile("fiche.pdf", b"%PDF-1.7")}
    page = post(client, page_of(called), "garder", **typed)
    answer = page.content.decode()
    assert page.context["form"]["title"].value() == "De la marque"
    assert "Joignez de nouveau" in answer
    assert "Quelqu’un d’autre a modifié ce contenu" in answer
    assert "De l’agence" in answer
    assert "De la marque" in answer
    assert Submission.objects.get().title == "De l’agence"


@pytest.mark.parametrize("token", ["1-abc", "999999-" + "0" * 30])
def test_forged_link_opens_nothing(client: Client, called: CallMail, token: str) -> None:
    assert client.get(f"{links.CALL_PATH}{token}/").status_code == 404
    assert client.post(f"{links.CALL_PATH}{token}/apercu/", TYPED).status_code == 404


def test_link_dies_with_the_role_of_its_reader(client: Client, called: CallMail, writer: Affiliation) -> None:
    Affiliation.objects.filter(pk=writer.pk).update(
        starts_on=timezone.localdate() - timedelta(days=9), ends_on=timezone.localdate() - timedelta(days=1)
    )
    assert client.get(page_of(called)).status_code == 404
    assert client.post(page_of(called), TYPED | {"geste": "remettre"}).status_code == 404


def test_portal_asks_to_finish_what_is_begun(client: Client, called: CallMail) -> None:
    sign_in(client, called.person)
    assert f"/espace/contributions/nouveau/{called.call.supplier_id}/" in client.get("/espace/").content.decode()
    post(client, page_of(called), "garder")
    page = client.get("/espace/").content.decode()
    assert f"/espace/contributions/{Submission.objects.get().pk}/" in page
    assert f"/espace/contributions/nouveau/{called.call.supplier_id}/" not in page


def test_token_of_a_call_opens_no_decision(client: Client, called: CallMail) -> None:
    assert client.get(f"{links.HANDED_IN_PATH}{links.call_token(called.pk)}/").status_code == 404


def test_supplier_compares_and_agrees_by_link(client: Client, writer: Affiliation) -> None:
    row = make_submission(supplier=writer.organisation, author=writer.person)
    token = links.follow_token(row.versions.get().pk)
    deciding.propose(
        submission=row,
        by=make_staff(),
        seen=1,
        content=Content(title="Une caisse, une poche", text=row.text),
        note="Plus court.",
    )
    url = f"{links.HANDED_IN_PATH}{token}/"
    page = client.get(url).content.decode()
    compared = page.split("Le Club propose</th>")[1]
    assert compared.index("Une caisse qui tient dans la poche") < compared.index("Une caisse, une poche")
    assert "Plus court." in page
    client.post(url, {"geste": "accord", "version": "1"})
    row.refresh_from_db()
    assert row.state == "proposed"
    assert "Accepté" in client.post(url, {"geste": "accord", "version": "2"}, follow=True).content.decode()


def test_insert_is_seen_in_the_real_mail_as_it_is_typed(client: Client, called: CallMail) -> None:
    answer = client.post(f"{page_of(called)}apercu/", TYPED | {"title": "<b>Gras</b>"})
    html = answer.content.decode()
    assert "&lt;b&gt;Gras" in html
    assert "Caisses Corvane" in html
    assert "sandbox" in answer["Content-Security-Policy"]
    assert not Submission.objects.exists()


def test_insert_is_seen_with_the_image_that_was_kept(client: Client, writer: Affiliation) -> None:
    row = make_submission(supplier=writer.organisation, state="draft", image="flash/caisse.png", image_alt="Elle")
    theirs = make_submission(image="flash/autre.png", image_alt="Autre")
    sign_in(client, writer.person)
    url = client.get(f"/espace/contributions/{row.pk}/").context["preview_url"]
    assert "flash/caisse.png" in client.post(url, TYPED).content.decode()
    answer = client.post(url.replace(f"={row.pk}", f"={theirs.pk}"), TYPED)
    assert "flash/autre.png" not in answer.content.decode()


def test_portal_lists_and_opens_what_one_s_suppliers_wrote(client: Client, writer: Affiliation) -> None:
    mine, theirs = make_submission(supplier=writer.organisation), make_submission()
    sign_in(client, writer.person)
    page = client.get("/espace/contributions/").content.decode()
    assert f"/espace/contributions/{mine.pk}/" in page
    assert client.get(f"/espace/contributions/{theirs.pk}/").status_code == 404
    answer = client.post(f"/espace/contributions/nouveau/{writer.organisation_id}/", TYPED | {"geste": "garder"})
    row = Submission.objects.get(state="draft")
    assert answer.url == f"/espace/contributions/{row.pk}/"


def test_portal_answers_the_open_call(client: Client, called: CallMail) -> None:
    sign_in(client, called.person)
    url = f"/espace/contributions/nouveau/{called.call.supplier_id}/"
    assert "Rien cette fois" in client.get(url).content.decode()
    post(client, url, "rien")
    assert Call.objects.get().state == "declined"
    assert "Aucun appel" in post(client, url, "rien").content.decode()
    post(client, url, "remettre")
    assert Submission.objects.get().state == "submitted"


def test_link_of_a_departure_that_has_left_serves_the_next_one(client: Client, called: CallMail) -> None:
    Call.objects.update(slot=make_slot(in_days=-2), state="silent", settled_at=timezone.now())
    page = client.get(page_of(called)).content.decode()
    assert "Rien cette fois" not in page
    assert "Pour le Flash info du" not in page
    post(client, page_of(called), "garder")
    assert client.get(page_of(called)).context["submission"] == Submission.objects.get()
    Submission.objects.all().delete()
    coming = make_call(supplier=called.call.supplier)
    assert "Rien cette fois" in client.get(page_of(called)).content.decode()
    post(client, page_of(called), "remettre")
    assert list(Call.objects.order_by("pk").values_list("state", flat=True)) == ["silent", "answered"]
    assert Submission.objects.get().call == coming


def test_portal_asks_for_what_waits(client: Client, called: CallMail) -> None:
    sign_in(client, called.person)
    assert "votre contenu" in client.get("/espace/").content.decode()


@pytest.mark.parametrize("rows", [1, 4])
def test_list_takes_the_same_statements(
    client: Client, writer: Affiliation, rows: int, django_assert_max_num_queries: Any
) -> None:
    for _ in range(rows):
        make_submission(supplier=writer.organisation)
    sign_in(client, writer.person)
    with django_assert_max_num_queries(8):  # four of them tell which suppliers are members
        client.get("/espace/contributions/")


def test_draft_is_thrown_away_by_its_link_even_with_an_image_nobody_described(
    client: Client, called: CallMail
) -> None:
    post(client, page_of(called), "garder")
    Submission.objects.update(image="flash/a-9x9.png")
    assert "Jeter ce brouillon" in client.get(page_of(called)).content.decode()
    answer = client.post(page_of(called), {"geste": "retirer"}, follow=True).content.decode()
    assert "Ce contenu est retiré." in answer
    assert 'name="title"' in answer
    assert Submission.objects.values_list("state", "image").get() == ("withdrawn", "")


def test_sent_contribution_is_made_anew_in_the_portal_and_no_longer_taken_back(
    client: Client, writer: Affiliation
) -> None:
    row = make_submission(supplier=writer.organisation, state="accepted")
    issue = make_sent_issue()
    make_placement(submission=row, issue=issue, state="sent", rank=2, out_of=5, sent_on=timezone.localdate())
    sign_in(client, writer.person)
    listed = client.get("/espace/contributions/").content.decode()
    assert f"Flash info n°\u00a0{issue.number}</a>, en place 2 sur 5" in listed
    page = client.get(f"/espace/contributions/{row.pk}/").content.decode()
    assert ("en place 2 sur 5" in page, "Retirer ce contenu" in page) == (True, False)
    answer = client.post(f"/espace/contributions/{row.pk}/", {"geste": "reprendre"}, follow=True)
    assert "Voici un nouveau brouillon" in answer.content.decode()
    copy = Submission.objects.latest("pk")
    assert (copy.state, copy.title, answer.context["submission"]) == ("draft", row.title, copy)
