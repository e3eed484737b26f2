"""The staff pages of Flash info, without script: plain forms, plain answers."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from club.core import images
from club.core.models import AuditEntry
from club.core.roles import Role
from newsletters.actions import composing, scheduling
from newsletters.models import Block, Issue
from tests.factories import make_ambassador, make_block, make_issue, make_organisation, make_staff, sign_in

pytestmark = pytest.mark.django_db
HIDDEN = re.compile(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"')


def browser(*roles: Role) -> Client:
    return sign_in(Client(), make_staff(*roles))


def hidden(client: Client, url: str) -> dict[str, str]:
    """The hidden fields of the page's forms, as a browser would send them back."""
    return dict(HIDDEN.findall(client.get(url).content.decode()))


def submit(client: Client, url: str, page: str = "", **fields: object) -> object:
    return client.post(url, hidden(client, page or url) | fields, follow=True)


def picture() -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (300, 200), "#0f5b43").save(out, "PNG")
    return SimpleUploadedFile("photo de vacances.png", out.getvalue(), "image/png")


def test_an_issue_goes_from_nothing_to_scheduled_without_script() -> None:
    make_ambassador()
    scheduling.open_slots()
    supplier = make_organisation(name="Belvédère")
    author, approver = browser(Role.EDITORS), browser(Role.DIRECTION)
    submit(author, "/console/flash-info/nouveau/", title="Titre", subject="Objet", segments=["ambassadors"])
    issue = Issue.objects.get()
    home = f"/console/flash-info/{issue.number}/"
    block = {"kind": "product", "supplier": supplier.pk, "title": "Caisse", "text": "Une caisse.", "audience": "both"}
    submit(author, f"{home}encarts/nouveau/", **block, image=picture(), image_alt="Une caisse verte")
    submit(author, f"{home}encarts/nouveau/", kind="editorial", title="Le mot", text="Bonjour.", audience="both")
    second = issue.blocks.get(title="Le mot")
    submit(author, f"{home}encarts/{second.pk}/deplacer/", home, vers="haut")
    assert list(issue.blocks.in_order().values_list("title", flat=True)) == ["Le mot", "Caisse"]
    assert issue.blocks.get(title="Caisse").image.name.endswith("-300x200.png")

    submit(approver, f"{home}approbation/")
    slot = scheduling.next_free_slot()
    local = timezone.localtime(slot.due_at)
    submit(approver, f"{home}depart/", day=local.date().isoformat(), hour=local.strftime("%H:%M"))
    issue.refresh_from_db()
    assert (issue.state, issue.send_at) == (Issue.State.SCHEDULED, slot.due_at)


def test_author_sees_no_approve_button_and_his_post_is_refused() -> None:
    author = make_staff(Role.DIRECTION)
    issue = make_block(issue=make_issue(author=author)).issue
    client = sign_in(Client(), author)
    page = f"/console/flash-info/{issue.number}/approbation/"
    assert "J’approuve" not in client.get(page).content.decode()
    answer = client.post(page, {"empreinte": "x"}, follow=True)
    assert "Vous avez écrit dans ce numéro" in answer.content.decode()


def test_same_form_posted_twice_makes_one_block() -> None:
    issue, client = make_issue(), browser(Role.EDITORS)
    url = f"/console/flash-info/{issue.number}/encarts/nouveau/"
    data = hidden(client, url) | {"kind": "editorial", "title": "Le mot", "text": "Bonjour.", "audience": "both"}
    answers = [client.post(url, data)["Location"] for _ in range(3)]
    assert (issue.blocks.count(), len(set(answers))) == (1, 1)


def test_second_writer_gets_both_versions_and_may_insist() -> None:
    block = make_block(kind="editorial", supplier=None, title="Avant")
    url = f"/console/flash-info/{block.issue.number}/encarts/{block.pk}/"
    one, two = browser(Role.EDITORS), browser(Role.EDITORS)
    fields = {"kind": "editorial", "text": "Texte.", "audience": "both"}
    mine, theirs = hidden(one, url), hidden(two, url)
    one.post(url, mine | fields | {"title": "Le premier"})
    answer = two.post(url, theirs | fields | {"title": "Le second"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Le premier" in page
    assert 'value="Le second"' in page
    two.post(url, dict(HIDDEN.findall(page)) | fields | {"title": "Le second"})
    block.refresh_from_db()
    assert block.title == "Le second"


def test_writer_of_a_removed_block_keeps_the_words() -> None:
    block = make_block(kind="editorial", supplier=None)
    url = f"/console/flash-info/{block.issue.number}/encarts/{block.pk}/"
    client = browser(Role.EDITORS)
    data = hidden(client, url) | {"kind": "editorial", "title": "Perdu ?", "text": "Mes mots.", "audience": "both"}
    composing.remove_block(block=block, actor=block.issue.author)
    assert client.post(url, data).status_code == 404


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"kind": "product"}, "Nommez le membre"),
        ({"title": ""}, "obligatoire"),
        ({"link_url": "javascript:alert(1)"}, "URL valide"),
        ({"territories": "53, Atlantide"}, "Territoire inconnu"),
        ({"text": "x" * 601}, "600"),
    ],
)
def test_form_says_what_to_correct(changes: dict[str, str], message: str) -> None:
    issue, client = make_issue(), browser(Role.EDITORS)
    url = f"/console/flash-info/{issue.number}/encarts/nouveau/"
    data = {"kind": "editorial", "title": "Le mot", "text": "Bonjour.", "audience": "both"} | changes
    answer = client.post(url, hidden(client, url) | data)
    assert (answer.status_code, issue.blocks.count()) == (200, 0)
    assert message in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "content"),
    [("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"), ("x.png", b"not an image"), ("x.jpg", b"")],
)
def test_upload_that_is_no_image_is_refused(name: str, content: bytes) -> None:
    issue, client = make_issue(), browser(Role.EDITORS)
    url = f"/console/flash-info/{issue.number}/encarts/nouveau/"
    data = {"kind": "editorial", "title": "Le mot", "text": "Bonjour.", "audience": "both", "image_alt": "x"}
    answer = client.post(url, hidden(client, url) | data | {"image": SimpleUploadedFile(name, content)})
    assert (answer.status_code, Block.objects.count()) == (200, 0)


def test_image_without_words_is_refused() -> None:
    issue, client = make_issue(), browser(Role.EDITORS)
    url = f"/console/flash-info/{issue.number}/encarts/nouveau/"
    data = {"kind": "editorial", "title": "Le mot", "text": "Bonjour.", "audience": "both", "image": picture()}
    assert "ce que montre" in client.post(url, hidden(client, url) | data).content.decode()


def test_image_of_a_message_is_served_to_everybody_and_nothing_else_is(client: Client) -> None:
    name = images.keep(images.clean(picture(), 1000))
    answer = client.get(f"/media/{name}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert "immutable" in answer["Cache-Control"]
    bad = ("x.png", "..%2f..%2fsettings.py", "a.svg")
    assert [client.get(f"/media/flash/{name}").status_code for name in bad] == [404, 404, 404]


@pytest.mark.parametrize("mode", ["desktop", "mobile", "text", "bare"])
def test_preview_is_a_sandboxed_frame_with_styles_and_nothing_else(mode: str) -> None:
    block = make_block(image="flash/abc-10x10.png", image_alt="Une caisse")
    answer = browser(Role.EVENTS).get(f"/console/flash-info/{block.issue.number}/apercu/", {"mode": mode})
    policy = dict(part.strip().partition(" ")[::2] for part in answer["Content-Security-Policy"].split(";"))
    assert policy == {
        "default-src": "'none'",
        "img-src": "'self'",
        "style-src": "'unsafe-inline'",
        "form-action": "'none'",
        "base-uri": "'none'",
        "frame-ancestors": "'self'",
        "sandbox": "allow-popups",
    }
    page = answer.content.decode()
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert ("<img" in page and " src=" in page) == (mode in ("desktop", "mobile"))
    assert "zq7slot" not in page


def test_pages_themselves_keep_the_strict_policy() -> None:
    block = make_block()
    answer = browser(Role.EDITORS).get(f"/console/flash-info/{block.issue.number}/")
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert "style-src 'self'" in answer["Content-Security-Policy"]


def test_block_preview_shows_unsaved_words_and_writes_nothing() -> None:
    block = make_block(kind="editorial", supplier=None, title="Avant")
    url = f"/console/flash-info/{block.issue.number}/encarts/apercu/"
    data = {"encart": block.pk, "kind": "editorial", "title": "Pendant <b>", "text": "**gras**", "audience": "both"}
    page = browser(Role.EDITORS).post(url, data).content.decode()
    block.refresh_from_db()
    assert ("Pendant &lt;b&gt;" in page, ">gras</strong>" in page, block.title) == (True, True, "Avant")


def test_holiday_asks_before_it_takes() -> None:
    make_ambassador()
    issue = make_block().issue
    approver = browser(Role.DIRECTION)
    home = f"/console/flash-info/{issue.number}/"
    submit(approver, f"{home}approbation/")
    day = timezone.localdate() + timedelta(days=1)
    while day.weekday() != 6:
        day += timedelta(days=1)
    answer = submit(approver, f"{home}depart/", day=day.isoformat(), hour="09:30")
    assert "fin de la semaine" in answer.content.decode()
    submit(approver, f"{home}depart/", day=day.isoformat(), hour="09:30", insists="on")
    issue.refresh_from_db()
    assert issue.state == Issue.State.SCHEDULED


def test_list_costs_the_same_for_one_issue_and_for_three(django_assert_num_queries: object) -> None:
    client = browser(Role.EDITORS)
    make_block()
    client.get("/console/flash-info/")
    with django_assert_num_queries(7) as one:
        client.get("/console/flash-info/")
    for _ in range(2):
        make_block()
    with django_assert_num_queries(len(one)):
        client.get("/console/flash-info/")


def test_compose_page_costs_the_same_for_one_block_and_for_six(django_assert_num_queries: object) -> None:
    client, issue = browser(Role.EDITORS), make_issue()
    make_block(issue=issue)
    url = f"/console/flash-info/{issue.number}/"
    client.get(url)
    with django_assert_num_queries(10) as one:  # the rotation’s is the tenth
        client.get(url)
    for _ in range(5):
        make_block(issue=issue)
    with django_assert_num_queries(len(one)):
        client.get(url)


def test_written_acts_name_their_author() -> None:
    author = make_staff(Role.EDITORS)
    issue = make_issue(author=author)
    client = sign_in(Client(), author)
    url = f"/console/flash-info/{issue.number}/presentation/"
    submit(client, url, title="Neuf", subject="Objet", segments=["channel"])
    assert list(AuditEntry.objects.values_list("verb", "actor")) == [("flash.write", author.pk)]


def test_giving_up_is_offered_on_the_page_of_an_issue_that_has_not_left() -> None:
    issue, editor = make_issue(), browser(Role.EDITORS)
    home, address = f"/console/flash-info/{issue.number}/", f"/console/flash-info/{issue.number}/abandon/"
    assert address in editor.get(home).content.decode()
    assert address not in browser(Role.EVENTS).get(home).content.decode()
    submit(editor, address)
    issue.refresh_from_db()
    assert issue.state == Issue.State.CANCELLED
    assert address not in editor.get(home).content.decode()
