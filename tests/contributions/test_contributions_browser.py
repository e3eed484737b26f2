"""The content loop in a real Chromium: by the keyboard alone, and on a telephone whose scripts are off."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from club.contributions import links
from club.contributions.actions import deciding
from club.contributions.content import Content
from club.contributions.models import Call, CallMail, Placement, Submission
from club.core.roles import Role
from members.models import User
from newsletters.models import Issue
from tests.browsing import enter, faults, follow, reach, reach_and_enter
from tests.contribution_factories import make_call, make_placement, make_slot, make_submission
from tests.factories import (
    make_affiliation,
    make_block,
    make_issue,
    make_organisation,
    make_sent_issue,
    make_staff,
    sign_in,
)
from tests.membership_factories import make_membership, make_version

pytestmark = pytest.mark.slow
TITLE = "Une caisse pour les marchés"


def link_of_a_call() -> str:
    """The address in the mail of a call, to somebody of a member with six inserts."""
    today = timezone.localdate()
    supplier = make_organisation(name="Caisses Corvane")
    span = {"starts_on": today - timedelta(days=30), "ends_on": today + timedelta(days=300)}
    make_membership(make_version(is_base=True, grants={"insert": 6}), organisation=supplier, **span)
    person = make_affiliation(organisation=supplier, roles=["content"]).person
    call = make_call(supplier=supplier, slot=make_slot(in_days=9), inserts_left=6)
    mail = CallMail.objects.create(call=call, step="first", due_on=today, person=person)
    return f"{links.CALL_PATH}{links.call_token(mail.pk)}/"


def sign(page: Page, site: str, user: User | None = None) -> None:
    """As somebody, an editor unless said."""
    session = sign_in(Client(), user or make_staff(Role.EDITORS)).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])


@pytest.fixture
def telephones(chromium: Browser, site: str) -> Iterator[tuple[Page, Page]]:
    """Of a supplier and of an editor, 390 pixels wide, scripts off."""
    size = {"width": 390, "height": 844}
    contexts = [
        chromium.new_context(locale="fr-FR", viewport=size, base_url=site, java_script_enabled=False) for _ in "ab"
    ]
    supplier, editor = (context.new_page() for context in contexts)
    sign(editor, site)
    yield supplier, editor
    for context in contexts:
        context.close()


def test_no_page_of_the_loop_has_a_fault(page: Page, site: str) -> None:
    """Axe, and 320 pixels: long words, a comparison of versions, a proof of place, as the supplier and as staff."""
    link = link_of_a_call()
    mail = CallMail.objects.select_related("call__supplier", "person").get()
    row = make_submission(supplier=mail.call.supplier, author=mail.person, title="Anticonstitutionnellement" * 3)
    deciding.propose(submission=row, by=make_staff(), seen=1, content=Content(title="Court", text="Mots. " * 90))
    stood = {"state": "sent", "rank": 2, "out_of": 5, "sent_on": timezone.localdate()}
    placed = make_submission(supplier=row.supplier, author=mail.person, state="accepted")
    make_placement(submission=placed, issue=make_sent_issue(), **stood)
    waiting = make_submission(supplier=row.supplier, author=mail.person)
    of_supplier = [link, "/espace/contributions/", f"/espace/contributions/nouveau/{row.supplier_id}/"]
    of_supplier += [f"/espace/contributions/{one.pk}/" for one in (row, placed)]
    of_staff = [reverse(f"console:contributions:{name}") for name in ("queue", "board")]
    of_staff += [reverse("console:contributions:read", args=[one.pk]) for one in (row, placed, waiting)]
    of_staff += [reverse("console:contributions:retouch", args=[waiting.pk])]
    of_staff += [reverse("console:contributions:board_supplier", args=[row.supplier_id])]
    found = []
    for user, paths in ((mail.person, of_supplier), (make_staff(Role.EDITORS), of_staff)):
        sign(page, site, user)
        for path in paths:
            answer = page.goto(site + path)
            assert (answer.status if answer else 0) == 200, path
            found += faults(page)
    assert found == []


def test_supplier_writes_and_hands_in_by_the_keyboard_and_sees_its_words_in_the_mail(page: Page, site: str) -> None:
    page.goto(site + link_of_a_call())
    reach(page, "Titre")
    page.keyboard.type(TITLE)
    reach(page, "Texte")
    page.keyboard.type("Elle tient dans la poche : et voilà !")
    frame = page.frame_locator("iframe[name=message]")
    expect(frame.get_by_text("Elle tient dans la poche\u00a0: et voilà\u00a0!")).to_be_visible()
    assert faults(page) == []
    reach_and_enter(page, "Remettre au Club")
    expect(page.get_by_role("heading", name="Le Club vous lit")).to_be_visible()
    assert Submission.objects.values_list("title", "state").get() == (TITLE, "submitted")


def test_editor_settles_a_call_by_the_keyboard(page: Page, site: str) -> None:
    call = make_call(supplier=make_organisation(name="Caisses Corvane"), slot=make_slot(in_days=9))
    sign(page, site)
    page.goto(site + reverse("console:contributions:board"))
    reach_and_enter(page, "On s’en occupe\u00a0: Caisses Corvane")
    expect(page.get_by_text("Plus aucun rappel ne partira")).to_be_visible()
    assert Call.objects.get(pk=call.pk).state == "taken"


def test_contribution_goes_from_its_link_to_an_issue_without_script(telephones: tuple[Page, Page]) -> None:
    supplier, editor = telephones
    supplier.goto(link_of_a_call())
    supplier.get_by_label("Texte").fill("Elle tient dans la poche.")
    enter(supplier.get_by_role("button", name="Remettre au Club"))
    expect(supplier.get_by_text("Donnez-lui un titre.").first).to_be_visible()
    supplier.get_by_label("Titre", exact=True).fill(TITLE)
    supplier.get_by_role("button", name="Voir dans le courriel").click()
    expect(supplier.frame_locator("iframe[name=message]").get_by_text(TITLE).first).to_be_visible()
    enter(supplier.get_by_role("button", name="Remettre au Club"))
    expect(supplier.get_by_role("heading", name="Le Club vous lit")).to_be_visible()

    issue = make_issue()
    make_block(issue=issue, supplier=make_organisation(name="Alpha"))
    editor.goto(reverse("console:contributions:queue"))
    follow(editor.get_by_role("link", name=TITLE))
    enter(editor.get_by_role("button", name="Accepter tel quel"))
    enter(editor.get_by_role("button", name="Placer"))
    expect(editor.get_by_text(f"Placé à la fin du {issue}")).to_be_visible()
    editor.goto(reverse("console:flash:compose", args=[issue.number]))
    expect(editor.get_by_role("heading", name="Ordre proposé")).to_be_visible()
    expect(editor.get_by_text("Proposé en 1er")).to_be_visible()
    assert (Placement.objects.get().block.title, Issue.objects.get().blocks.count()) == (TITLE, 2)


def test_order_of_the_rotation_is_applied_by_the_keyboard(page: Page, site: str) -> None:
    first, second = make_organisation(name="Alpha"), make_organisation(name="Bêta")
    past, issue = make_sent_issue(), make_issue()
    for supplier in (first, second):
        make_block(issue=past, supplier=supplier)
        make_block(issue=issue, supplier=supplier, title=f"De {supplier}")
    sign(page, site)
    page.goto(site + reverse("console:flash:compose", args=[issue.number]))
    reach_and_enter(page, "Mettre dans cet ordre")
    expect(page.get_by_text("c’est l’ordre actuel")).to_be_visible()
    assert list(issue.blocks.in_order().values_list("title", flat=True)) == ["De Bêta", "De Alpha"]
    assert faults(page) == []
