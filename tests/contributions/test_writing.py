"""A supplier writes, corrects and hands in; the Club decides; the supplier agrees."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.http import Http404
from django.utils import timezone

from club.contributions import access
from club.contributions.actions import deciding, writing
from club.contributions.content import Content, changes, content_of, thaw
from club.contributions.errors import ContributionError
from club.contributions.models import Call, Submission
from club.core.models import OutboxMail
from club.editorial.models import Resource
from members.models import User
from tests.contribution_factories import make_call, make_placement, make_slot, make_submission
from tests.factories import make_affiliation, make_institution, make_organisation, make_staff, make_user
from tests.membership_factories import make_membership
from tests.membership_factories import make_version as make_option_version

pytestmark = pytest.mark.django_db
WORDS = Content(title="Une caisse de poche", text="Encaisser partout.", link_url="https://marque.example/")


def begun(**fields: Any) -> Submission:
    supplier = fields.pop("supplier", None) or make_organisation()
    return writing.begin(supplier=supplier, author=make_user(), content=fields.pop("content", WORDS), **fields)


def test_pasted_text_is_cleaned_and_its_typography_put_right() -> None:
    row = begun(
        content=Content(
            title='La "caisse" : enfin !', text="L'outil\r\n\r\n\r\n\r\nsans\x00 fil", territories=("72", "53")
        )
    )
    assert (row.title, row.text) == ("La «\u00a0caisse\u00a0»\u00a0: enfin\u00a0!", "L’outil\n\nsans fil")
    assert row.territories == ["53", "72"]


def test_handing_in_freezes_the_words_and_answers_the_call_once() -> None:
    call = make_call()
    row = begun(supplier=call.supplier, call=call)
    for _ in range(2):
        row = writing.hand_in(submission=row, by=row.author)
    version = row.versions.get()
    assert thaw(version.content) == content_of(row)
    call.refresh_from_db()
    assert (call.state, call.settled_by, row.wished) == ("answered", row.author, call.slot)


def test_what_is_incomplete_is_kept_and_not_handed_in() -> None:
    row = begun(content=Content(text="Sans titre encore.", image="flash/a.jpg"))
    with pytest.raises(ContributionError, match=r"titre.*image"):
        writing.hand_in(submission=row, by=row.author)
    assert not row.versions.exists()


@pytest.mark.parametrize("state", ["returned", "proposed"])
@pytest.mark.parametrize(
    "words", [Content(text="Sans titre."), Content(title="T", image="flash/a.jpg", image_alt="\u200b")]
)
def test_what_the_club_read_keeps_a_title_and_says_its_image(state: str, words: Content) -> None:
    row = make_submission(state=state)
    with pytest.raises(ContributionError, match=r"titre|image"):
        writing.write(submission=row, seen=writing.fingerprint(row), content=words, wished=None)


def test_words_that_typography_makes_too_long_are_refused_in_a_sentence() -> None:
    with pytest.raises(ContributionError, match=r"Titre.: 8\d caractères, 80 au plus"):
        begun(content=Content(title='"a" "b" "c" ' + "x" * 66))


def test_second_writer_loses_nothing() -> None:
    row = begun()
    seen = writing.fingerprint(row)
    writing.write(submission=row, seen=seen, content=Content(title="La mienne"), wished=None)
    with pytest.raises(writing.Conflict) as clash:
        writing.write(submission=row, seen=seen, content=Content(title="La tienne"), wished=None)
    assert clash.value.current.title == "La mienne"


def test_what_the_club_reads_no_longer_changes() -> None:
    row = make_submission()
    with pytest.raises(ContributionError, match="à lire par le Club"):
        writing.write(submission=row, seen=writing.fingerprint(row), content=WORDS, wished=None)


@pytest.mark.parametrize("data", [b"MZ\x90 un programme", b"x" * (writing.MOST_BYTES + 1)])
def test_only_a_pdf_of_a_decent_size_is_kept(data: bytes) -> None:
    with pytest.raises(ContributionError):
        writing.store_file(BytesIO(data))


def test_same_file_is_kept_once(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    assert writing.store_file(BytesIO(b"%PDF-1.7 a")) == writing.store_file(BytesIO(b"%PDF-1.7 a"))


def test_supplier_agrees_to_what_it_read_and_to_nothing_else() -> None:
    row, editor = make_submission(), make_staff()
    better = Content(title="Une caisse dans la poche", text=row.text, link_url=row.link_url)
    row = deciding.propose(submission=row, by=editor, seen=1, content=better, note="Titre plus court.")
    assert [(c.label, c.after) for c in changes(thaw(row.versions.last().content), content_of(row))] == [
        ("titre", "Une caisse dans la poche")
    ]
    with pytest.raises(ContributionError, match="a changé"):
        deciding.agree(submission=row, by=row.author, seen=1)
    row = deciding.agree(submission=row, by=row.author, seen=2)
    version = row.versions.first()
    assert (row.state, version.agreed_by, version.side) == ("accepted", row.author, "club")


def test_words_begun_meanwhile_do_not_replace_those_agreed_to() -> None:
    row = deciding.propose(submission=make_submission(), by=make_staff(), seen=1, content=WORDS)
    row = writing.write(
        submission=row, seen=writing.fingerprint(row), content=Content(title="Autre", text="Mots."), wished=None
    )
    agreed = deciding.agree(submission=row, by=row.author, seen=2)
    assert (agreed.title, content_of(agreed)) == (WORDS.title, thaw(row.versions.first().content))


def test_supplier_hands_in_words_of_its_own() -> None:
    row = deciding.propose(submission=make_submission(), by=make_staff(), seen=1, content=WORDS)
    row = writing.hand_in(submission=row, by=row.author)
    with pytest.raises(ContributionError, match="a changé"):
        deciding.accept(submission=row, by=make_staff(), seen=2)
    assert (row.state, [v.side for v in row.versions.all()]) == ("submitted", ["supplier", "club", "supplier"])


def test_another_document_and_other_topics_are_told() -> None:
    before = Content(title="A", file="contributions/a.pdf", file_name="fiche.pdf", specialities=["security"])
    after = Content(title="A", file="contributions/b.pdf", file_name="fiche.pdf", specialities=["payment"])
    assert [(change.label, change.after) for change in changes(before, after)] == [
        ("spécialités", "encaissement et paiement"),
        ("document", "un autre fichier, fiche.pdf"),
    ]


def test_nothing_changed_is_no_proposal() -> None:
    row = make_submission()
    with pytest.raises(ContributionError, match="rien changé"):
        deciding.propose(submission=row, by=make_staff(), seen=1, content=content_of(row))


@pytest.mark.parametrize(
    ("decide", "words", "state"),
    [
        (deciding.refuse, {"reason": "Hors sujet."}, "refused"),
        (deciding.send_back, {"remark": "Quel prix ?"}, "returned"),
    ],
)
def test_decision_says_why_and_is_told_once(decide: Any, words: dict[str, str], state: str) -> None:
    row = make_submission()
    make_affiliation(organisation=row.supplier, person=row.author, roles=["content"])
    with pytest.raises(ContributionError):
        decide(submission=row, by=make_staff(), seen=1, **dict.fromkeys(words, " "))
    row = decide(submission=row, by=make_staff(), seen=1, **words)
    with pytest.raises(ContributionError, match="avant vous"):
        decide(submission=row, by=make_staff(), seen=1, **words)
    mail = OutboxMail.objects.get(to_address=row.author.email)
    assert row.state == state
    assert row.remark in mail.text
    assert f"/contribuer/suivi/{row.versions.get().pk}-" in mail.text


def test_who_left_is_not_told_but_whoever_follows() -> None:
    row = make_submission()
    heir = make_affiliation(organisation=row.supplier, roles=["marketing"]).person
    deciding.accept(submission=row, by=make_staff(), seen=1)
    mail = OutboxMail.objects.get()
    assert (mail.person, f"/espace/contributions/{row.pk}/" in mail.text) == (heir, True)


def test_accepted_contribution_goes_back_unless_it_is_published() -> None:
    row = make_submission(state="accepted", file="contributions/a.pdf", file_name="a.pdf")
    today = timezone.localdate()
    row.resource = Resource.objects.create(
        organisation=row.supplier, kind="technical", slug="a", title="A", audience=["public"], published_on=today
    )
    row.save()
    for step in (
        lambda: writing.withdraw(submission=row, by=row.author),
        lambda: deciding.send_back(submission=row, by=make_staff(), seen=1, remark="Le prix ?"),
    ):
        with pytest.raises(ContributionError, match="publié dans les ressources"):
            step()
    Resource.objects.update(withdrawn_at=timezone.now())
    assert deciding.send_back(submission=row, by=make_staff(), seen=1, remark="Le prix ?").state == "returned"


def test_content_that_waits_answers_each_departure_until_it_appears() -> None:
    first, second = make_slot(in_days=9), make_slot(in_days=23)
    call = make_call(slot=first)
    row = begun(supplier=call.supplier, call=call)
    assert row.wished == first
    row = writing.hand_in(submission=row, by=row.author)
    waiting = Submission.objects.filter(supplier=call.supplier)
    for state in ("proposed", "accepted"):
        Submission.objects.filter(pk=row.pk).update(state=state)
        assert waiting.answering(first).exists()
        assert waiting.answering(second).exists()
    planned = make_placement(submission=Submission.objects.get(pk=row.pk))
    assert waiting.answering(second).exists()
    type(planned).objects.filter(pk=planned.pk).update(state="sent", sent_on=first.due_at, rank=1, out_of=1)
    assert not waiting.answering(second).exists()


def test_content_for_a_later_departure_leaves_the_sooner_call_open() -> None:
    sooner, later = make_slot(in_days=9), make_slot(in_days=23)
    call = make_call(slot=sooner)
    own = make_call(slot=later, supplier=call.supplier)
    row = begun(supplier=call.supplier, call=own, wished=later)
    writing.hand_in(submission=row, by=row.author)
    assert [one.state for one in (Call.objects.get(pk=call.pk), Call.objects.get(pk=own.pk))] == ["open", "answered"]


def test_taking_back_what_answered_opens_the_call_again() -> None:
    call = make_call(slot=make_slot(in_days=20))
    first, second = (begun(supplier=call.supplier, call=call) for _ in range(2))
    for row in (first, second):
        writing.hand_in(submission=row, by=row.author)
    for row, state in ((first, "answered"), (second, "open")):
        writing.withdraw(submission=row, by=row.author)
        call.refresh_from_db()
        assert call.state == state


def test_content_that_comes_late_settles_no_departure_of_the_past() -> None:
    call = make_call(slot=make_slot(in_days=-1), state="silent")
    row = begun(supplier=call.supplier, call=call)
    writing.hand_in(submission=row, by=row.author)
    call.refresh_from_db()
    assert call.state == "silent"


def test_contribution_is_taken_back_until_it_is_placed() -> None:
    row = make_submission()
    assert writing.withdraw(submission=row, by=row.author).state == "withdrawn"
    assert writing.withdraw(submission=row, by=row.author).state == "withdrawn"
    again = writing.reuse(submission=row, by=row.author)
    assert (again.state, again.title, again.pk != row.pk) == ("draft", row.title, True)


def writer(**fields: Any) -> tuple[User, int]:
    """Of a member, unless ``organisation`` says otherwise."""
    organisation = fields.pop("organisation", None) or make_organisation()
    today = timezone.localdate()
    span = {"starts_on": today - timedelta(days=30), "ends_on": today + timedelta(days=300)}
    make_membership(make_option_version(is_base=True), organisation=organisation, **span)
    return make_affiliation(organisation=organisation, **fields).person, organisation.pk


def test_agency_writes_for_its_clients_alone() -> None:
    agent, client = writer(roles=["agency"])
    _, other = writer(person=agent, roles=["agency"])
    _, stranger = writer(roles=["agency"])
    mine, theirs = make_submission(supplier_id=client), make_submission(supplier_id=stranger)
    assert {o.pk for o in access.clients_of(agent)} == {client, other}
    assert list(access.submissions_of(agent)) == [mine] != [theirs]
    with pytest.raises(Http404):
        access.writing_for(agent, stranger)


def test_who_left_a_supplier_no_longer_writes_for_it() -> None:
    person, organisation = writer(starts_on=date(2025, 1, 1), ends_on=date(2026, 1, 31))
    with pytest.raises(Http404):
        access.writing_for(person, organisation)


def test_supplier_whose_term_is_over_hands_nothing_in() -> None:
    affiliation = make_affiliation()
    assert access.clients_of(affiliation.person) == []
    with pytest.raises(Http404):
        access.writing_for(affiliation.person, affiliation.organisation_id)


def test_institution_hands_nothing_in() -> None:
    person, institution = writer(organisation=make_institution())
    with pytest.raises(Http404):
        access.writing_for(person, institution)
