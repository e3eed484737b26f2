"""The Club's queue: read, decided upon, placed, published; what was typed stays when it is refused."""

import re
from io import BytesIO
from typing import Any

import pytest
from django.test import Client

from club.contributions.actions import deciding, placing, writing
from club.contributions.content import content_of
from club.contributions.errors import ContributionError
from club.contributions.models import Placement, Submission
from club.core.audiences import Audience
from club.core.models import OutboxMail
from club.core.roles import Role
from club.editorial.actions.resources import withdraw
from club.editorial.models import Resource
from tests.contribution_factories import make_call, make_placement, make_submission, make_version
from tests.factories import make_affiliation, make_issue, make_staff, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    return sign_in(client, make_staff(Role.EDITORS))


def decide(client: Client, row: Submission, step: str, **typed: Any) -> Any:
    return client.post(f"/console/contributions/{row.pk}/{step}/", {"version": 1} | typed, follow=True)


def test_contribution_is_accepted_placed_and_pulled(editor: Client) -> None:
    row, issue = make_submission(), make_issue()
    assert row.title in editor.get("/console/contributions/").content.decode()
    decide(editor, row, "accepter")
    answer = decide(editor, row, "placer", issue=issue.pk).content.decode()
    assert "n’a plus d’encart libre" in answer
    decide(editor, row, "placer", issue=issue.pk, beyond="on")
    placement = Placement.objects.get()
    assert placement.block.title == row.title
    answer = decide(editor, row, "retirer", parution=placement.pk, reason="")
    assert (answer.status_code, Placement.objects.get().state) == (400, "planned")
    decide(editor, row, "retirer", parution=placement.pk, reason="à sa demande")
    assert (Placement.objects.get().state, issue.blocks.count()) == ("pulled", 0)


@pytest.mark.parametrize(("step", "state"), [("renvoyer", "returned"), ("refuser", "refused")])
def test_words_are_wanted_and_kept(editor: Client, step: str, state: str) -> None:
    row = make_submission()
    assert "Écrivez ce que le fournisseur doit savoir." in decide(editor, row, step, words="").content.decode()
    decide(editor, row, step, words="Quel est le prix ?")
    row.refresh_from_db()
    assert (row.state, row.remark) == (state, "Quel est le prix ?")
    assert "avant vous" in decide(editor, row, step, words="Encore").content.decode()


STEPS = {"accepter": {}, "renvoyer": {"words": "Le prix ?"}, "refuser": {"words": "Hors sujet."}}


@pytest.mark.parametrize("step", [*STEPS, "retouche"])
@pytest.mark.parametrize("version", ["", "1", "3"])
def test_nobody_decides_upon_words_he_did_not_read(editor: Client, step: str, version: str) -> None:
    row = make_submission()
    make_version(row, content=content_of(row).frozen() | {"title": "Remis de nouveau"})
    words = {"kind": row.kind, "title": "Du Club", "text": row.text, "audience": "both"}
    answer = decide(editor, row, step, version=version, **STEPS.get(step, words)).content.decode()
    row.refresh_from_db()
    assert (row.state, row.title) == ("submitted", "Une caisse qui tient dans la poche")
    assert "a changé depuis que vous l’avez lu" in answer
    if step == "retouche":
        assert "Du Club" in answer
    decide(editor, row, step, version=2, **STEPS.get(step, words))
    row.refresh_from_db()
    assert row.state != "submitted"


@pytest.mark.parametrize("step", ["placer", "retirer", "publier"])
def test_who_may_not_write_there_places_and_publishes_nothing(client: Client, step: str) -> None:
    sign_in(client, make_staff(Role.NETWORK))
    row = make_submission(state="accepted", file="contributions/a.pdf", file_name="a.pdf")
    make_issue()
    page = client.get(f"/console/contributions/{row.pk}/").content.decode()
    assert f"/{step}/" not in page
    assert decide(client, row, step).status_code == 403


def test_resource_that_was_withdrawn_is_published_again_as_it_is_now(editor: Client) -> None:
    name = writing.store_file(BytesIO(b"%PDF-1.7 une"))
    row = make_submission(state="accepted", kind="white_paper", file=name, file_name="livre.pdf")
    decide(editor, row, "publier", audience=["public"])
    resource = Resource.objects.get()
    withdraw(resource=resource, by=row.author)
    Submission.objects.filter(pk=row.pk).update(
        title="Mis à jour", file=writing.store_file(BytesIO(b"%PDF-1.7 deux"))
    )
    assert "/publier/" in editor.get(f"/console/contributions/{row.pk}/").content.decode()
    for _ in range(2):
        decide(editor, row, "publier", audience=["ambassador"])
    resource.refresh_from_db()
    assert (resource.title, resource.audience, resource.withdrawn_at) == ("Mis à jour", [Audience.AMBASSADOR], None)
    assert resource.editions.count() == 2


def test_every_field_of_the_decisions_has_its_own_name(editor: Client) -> None:
    accepted = make_submission(state="accepted", file="contributions/a.pdf", file_name="a.pdf")
    for _ in range(2):
        make_placement(submission=accepted)
    for row in (make_submission(), accepted):
        ids = re.findall(r' id="([^"]+)"', editor.get(f"/console/contributions/{row.pk}/").content.decode())
        assert sorted(set(ids)) == sorted(ids)


def test_club_proposes_other_words(editor: Client) -> None:
    row = make_submission()
    typed = {
        "version": 1,
        "kind": row.kind,
        "title": "Plus court",
        "text": row.text,
        "audience": "both",
        "link_url": row.link_url,
    }
    same = editor.post(f"/console/contributions/{row.pk}/retouche/", typed | {"title": row.title})
    assert "rien changé" in same.content.decode()
    editor.post(f"/console/contributions/{row.pk}/retouche/", typed | {"note": "Tient sur un téléphone."})
    row.refresh_from_db()
    assert (row.state, row.title, row.versions.first().note) == ("proposed", "Plus court", "Tient sur un téléphone.")


def test_club_writes_for_a_supplier_which_agrees_before_anything_appears(editor: Client) -> None:
    call = make_call(state="taken")
    reader = make_affiliation(organisation=call.supplier, roles=["content"]).person
    page = f"/console/contributions/appels/fournisseurs/{call.supplier_id}/ecrire/"
    typed = {"kind": "product", "title": "", "text": "Tiré du communiqué.", "audience": "both"}
    assert "Donnez-lui un titre." in editor.post(page, typed).content.decode()
    typed |= {"title": "Une caisse de poche", "note": "De votre communiqué du 3."}
    answer = editor.post(page, typed, follow=True).content.decode()
    row = Submission.objects.get()
    assert f"{reader} le lit dans un courriel" in answer
    assert (row.state, row.call, row.versions.get().side) == ("proposed", call, "club")
    mail = OutboxMail.objects.get(to_address=reader.email)
    assert "Nous avons écrit pour vous" in mail.text
    assert f"/espace/contributions/{row.pk}/" in mail.text
    call.refresh_from_db()
    assert call.state == "answered"
    with pytest.raises(ContributionError):
        placing.place(submission=row, issue=make_issue(), by=make_staff())
    agreed = deciding.agree(submission=row, by=reader, seen=1)
    assert (agreed.state, agreed.versions.get().agreed_by) == ("accepted", reader)


def test_document_becomes_a_resource_once_for_whom_staff_say(editor: Client) -> None:
    name = writing.store_file(BytesIO(b"%PDF-1.7 fiche"))
    row = make_submission(state="accepted", kind="white_paper", file=name, file_name="livre.pdf")
    assert decide(editor, row, "publier").status_code == 400
    for _ in range(2):
        decide(editor, row, "publier", audience=["ambassador"])
    resource = Resource.objects.get()
    assert (resource.title, resource.kind, resource.audience) == (row.title, "white_paper", [Audience.AMBASSADOR])
    assert resource.editions.get().size == len(b"%PDF-1.7 fiche")
    assert editor.get(f"/console/contributions/{row.pk}/document.pdf").status_code == 200


def test_draft_of_a_supplier_is_not_read(editor: Client) -> None:
    assert editor.get(f"/console/contributions/{make_submission(state='draft').pk}/").status_code == 404


def test_what_a_supplier_is_writing_is_not_read(editor: Client) -> None:
    row = make_submission(state="returned")
    Submission.objects.filter(pk=row.pk).update(title="Pas encore remis")
    for page in (f"/console/contributions/{row.pk}/", "/console/contributions/?file=fournisseur"):
        answer = editor.get(page).content.decode()
        assert row.title in answer
        assert "Pas encore remis" not in answer
    withdrawn = make_submission(state="draft")
    Submission.objects.filter(pk=withdrawn.pk).update(state="withdrawn")
    assert editor.get(f"/console/contributions/{withdrawn.pk}/").status_code == 404


def test_placement_of_another_contribution_is_not_pulled(editor: Client) -> None:
    row, other = make_submission(state="accepted"), make_placement()
    answer = decide(editor, row, "retirer", parution=other.pk, reason="pour voir")
    assert answer.status_code == 404
    other.refresh_from_db()
    assert other.state == "planned"


@pytest.mark.parametrize("rows", [1, 3])
def test_queue_takes_the_same_statements(editor: Client, rows: int, django_assert_max_num_queries: Any) -> None:
    for _ in range(rows):
        make_submission()
    editor.get("/console/contributions/")
    with django_assert_max_num_queries(8):
        editor.get("/console/contributions/")
