"""The checks: each fault is named, at the right level, beside the block to correct; a good issue has none."""

import pytest
from django.utils import timezone

from club.core import links, outgoing
from members.models import ProductFamily
from newsletters import checks
from newsletters.actions import checking
from newsletters.checks import Level
from newsletters.models import Block, Issue, LinkCheck
from newsletters.models.links import FRESH
from newsletters.rendering import inspect
from tests.factories import make_block, make_issue, make_organisation

pytestmark = pytest.mark.django_db


def found(issue: Issue) -> list[tuple[Level, str, Block | None]]:
    return [(f.level, f.sentence, f.block) for f in checks.findings(checks.gather(issue))]


def a_good_issue() -> Issue:
    issue = make_issue(subject="La facture électronique arrive", preheader="Ce qui change")
    make_block(issue=issue, text="Une caisse simple, à essayer un mois sans engagement.")
    make_block(issue=issue, kind="editorial", title="Le mot", text="Bonne lecture à toutes et à tous.")
    return issue


def test_good_issue_has_nothing_to_correct() -> None:
    assert found(a_good_issue()) == []


@pytest.mark.parametrize(
    ("changes", "level", "words"),
    [
        ({"subject": " "}, Level.RED, "L’objet du courriel est vide."),
        ({"subject": "x" * 61}, Level.AMBER, "Objet de 61 caractères"),
        ({"subject": "URGENT LISEZ"}, Level.AMBER, "Objet tout en majuscules"),
        ({"preheader": ""}, Level.AMBER, "Pas d’aperçu"),
    ],
)
def test_envelope_is_looked_at(changes: dict[str, str], level: Level, words: str) -> None:
    issue = a_good_issue()
    Issue.objects.filter(pk=issue.pk).update(**changes)
    assert [(lv, s.startswith(words)) for lv, s, _ in found(Issue.objects.get(pk=issue.pk))] == [(level, True)]


@pytest.mark.parametrize(
    ("fields", "level", "words"),
    [
        ({"text": ""}, Level.RED, "n’a ni texte ni image"),
        ({"text": "", "image": "flash/a-9x9.png", "image_alt": "x"}, Level.RED, "n’a pas de texte"),
        ({"image": "flash/a-9x9.png"}, Level.RED, "n’a pas de texte de remplacement"),
        ({"image": "flash/a-9x9.png", "image_alt": "Titre"}, Level.AMBER, "répète le titre"),
        ({"title": "OFFRE EXCEPTIONNELLE"}, Level.AMBER, "tout en majuscules"),
        ({"link_label": "Lire"}, Level.AMBER, "pas d’adresse"),
        ({"link_url": "https://site.fr/?email=a"}, Level.RED, "donnée personnelle"),
        ({"text": "[x](https://site.fr/anne@tpe.fr)"}, Level.RED, "donnée personnelle"),
        ({"link_url": "https://site.fr/"}, Level.RED, "en cours de vérification"),
    ],
)
def test_block_is_looked_at(fields: dict[str, str], level: Level, words: str) -> None:
    issue = a_good_issue()
    block = make_block(issue=issue, **({"title": "Titre"} | fields))
    mine = [(lv, b) for lv, sentence, b in found(issue) if words in sentence]
    assert mine == [(level, block)]


def test_supplier_no_longer_followed_is_amber() -> None:
    block = make_block(issue=a_good_issue(), supplier=make_organisation(is_active=False))
    assert [(lv, b) for lv, _, b in found(block.issue)] == [(Level.AMBER, block)]


@pytest.mark.parametrize(
    ("outcome", "level"),
    [("alive", None), ("guarded", "amber"), ("silent", "amber"), ("dead", "red"), ("forbidden", "red")],
)
def test_links_are_judged_by_what_answered(outcome: str, level: str | None) -> None:
    issue = a_good_issue()
    make_block(issue=issue, link_url="https://site.fr/x")
    LinkCheck.objects.create(url="https://site.fr/x", outcome=outcome)
    assert [lv for lv, _, _ in found(issue)] == ([] if level is None else [level])


def test_old_answer_is_no_answer() -> None:
    issue = a_good_issue()
    make_block(issue=issue, link_url="https://site.fr/x")
    LinkCheck.objects.create(url="https://site.fr/x", outcome="alive", checked_at=timezone.now() - FRESH)
    assert [lv for lv, _, _ in found(issue)] == [Level.RED]


def test_own_pages_need_no_call_and_examples_are_told_once(settings: object) -> None:
    issue = a_good_issue()
    make_block(issue=issue, link_url=f"{settings.SITE_URL}/adherer/")
    make_block(issue=issue, link_url="https://a.example/", text="Voir [b](https://b.example/).")
    assert [(lv, s) for lv, s, _ in found(issue)] == [
        (Level.AMBER, "2 liens vers des adresses d’exemple, où personne ne répond.")
    ]
    settings.PRODUCTION = True
    assert [lv for lv, _, _ in found(issue)] == [Level.RED]


def test_no_block_is_red() -> None:
    assert [lv for lv, _, _ in found(make_issue())] == [Level.RED]


def test_segment_without_block_is_amber() -> None:
    issue = make_issue()
    make_block(issue=issue, audience="channel")
    assert [(lv, "ambassadeurs" in s) for lv, s, _ in found(issue)] == [(Level.AMBER, True)]


def test_rivals_side_by_side_are_amber_until_something_stands_between() -> None:
    family, issue = ProductFamily.objects.create(name="caisses"), make_issue()
    rivals = [make_organisation(), make_organisation()]
    for rival in rivals:
        rival.product_families.add(family)
    one, two = (make_block(issue=issue, supplier=rival) for rival in rivals)
    assert [(lv, "(caisses)" in s, b) for lv, s, b in found(issue)] == [(Level.AMBER, True, two)]
    between = make_block(issue=issue, kind="editorial", supplier=None)
    for place, block in enumerate((one, between, two)):
        Block.objects.filter(pk=block.pk).update(position=place)
    assert found(issue) == []


def test_weight_warns_then_refuses() -> None:
    issue = make_issue()
    sizes = []
    for _ in range(40):
        make_block(issue=issue, kind="editorial", text="Une phrase assez longue. " * 24)
        weight = [lv for lv, s, _ in found(issue) if "lourd" in s]
        sizes.append((checks.gather(issue).bytes, weight))
        if weight == [Level.RED]:
            break
    assert all((b > checks.RED_BYTES) == (w == [Level.RED]) for b, w in sizes)
    assert any(w == [Level.AMBER] for _, w in sizes)
    assert sizes[-1][1] == [Level.RED]


def test_template_that_breaks_its_promises_is_red(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control of the reading: each promise, once broken, is seen."""
    subject = checks.gather(a_good_issue())
    for old, new in (
        ('lang="fr"', 'lang="en"'),
        ('role="presentation"', ""),
        ("color: #3c4a44", "color: #d3dacf"),
        ("zq7slotunsubscribexurlq7zend", "#"),
    ):
        broken = inspect.read(subject.content.html.replace(old, new))
        faults = list(checks._message(checks.Subject(subject.issue, subject.blocks, subject.content, broken, {})))
        assert [f.level for f in faults] == [Level.RED], old


def test_contrast_is_computed_as_wcag_says() -> None:
    assert round(inspect.contrast("#000000", "#ffffff"), 1) == 21.0
    assert round(inspect.contrast("#5a6660", "#f7f8f4"), 1) == 5.6


@pytest.mark.parametrize(
    ("raised", "outcome"),
    [
        (outgoing.Unreachable("x"), "silent"),
        (outgoing.Forbidden("x"), "forbidden"),
        (outgoing.Answer(200, "", b"", ""), "alive"),
        (outgoing.Answer(403, "", b"", ""), "guarded"),
        (outgoing.Answer(404, "", b"", ""), "dead"),
        (outgoing.Answer(410, "", b"", ""), "dead"),
        (outgoing.Answer(503, "", b"", ""), "silent"),
    ],
)
def test_answers_of_the_web_are_read(raised: object, outcome: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fetch(url: str, **options: object) -> object:
        if isinstance(raised, Exception):
            raise raised
        return raised

    monkeypatch.setattr(outgoing, "fetch", fetch)
    issue = a_good_issue()
    make_block(issue=issue, link_url="https://site.fr/x", text="[y](https://site.fr/y) [z](https://z.example/)")
    assert checking.check_links(issue_id=issue.pk) == 2
    assert list(LinkCheck.objects.values_list("url", "outcome")) == [
        ("https://site.fr/x", outcome),
        ("https://site.fr/y", outcome),
    ]
    assert checking.check_links(issue_id=issue.pk) == 0
    assert checking.check_links(issue_id=issue.pk, again=True) == 2


@pytest.mark.parametrize(("online", "outcome"), [(True, "dead"), (False, "silent")])
def test_unknown_name_is_dead_only_if_we_reach_the_web(
    online: bool, outcome: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fetch(url: str, **options: object) -> None:
        raise outgoing.Unknown(url)

    monkeypatch.setattr(outgoing, "fetch", fetch)
    monkeypatch.setattr(links, "_online", lambda: online)
    assert links.look("https://inconnu.fr/")[0] == outcome
