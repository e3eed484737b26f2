"""A year of issues in the order proposed: places are shared, the top turns, rivals stand apart; money is unknown."""

import ast
import dataclasses
import inspect
import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise, permutations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from club.contributions.actions import placing
from club.core.roles import Role
from members.models import Organisation, ProductFamily
from newsletters import checks, ordering, rotation
from newsletters.models import Block, Issue
from newsletters.rotation import Insert, Ledger, Past, are_rivals, mean_height, suggested
from tests.contributions.test_placing import accepted, send, supplier_with
from tests.factories import make_block, make_issue, make_organisation, make_sent_issue, make_staff, sign_in

YEAR = 26
Arrange = Callable[[Sequence[Insert], Ledger, int], Sequence[Insert]]


@dataclasses.dataclass(frozen=True)
class Season:
    """Who competes with whom, who is there in each issue, and whether the Club opens with a word of its own."""

    families: list[frozenset[int]]
    issues: list[list[int]]
    has_editorial: bool


@st.composite
def seasons(draw: st.DrawFn) -> Season:
    """Two to six suppliers, some in every issue and others now and then, with up to two families among four."""
    number = draw(st.integers(2, 6))
    always = draw(st.integers(2, number))
    families = [draw(st.frozensets(st.integers(0, 3), max_size=2)) for _ in range(number)]
    others = st.sets(st.integers(always, number - 1)) if always < number else st.just(set())
    issues = [[*range(always), *sorted(draw(others))] for _ in range(YEAR)]
    return Season(families, issues, draw(st.booleans()))


def play(season: Season, arrange: Arrange) -> list[str]:
    """The faults of an arrangement over a year; none when it is fair."""
    past: dict[int, list[Past]] = {}
    faults = []
    for number, present in enumerate(season.issues, 1):
        inserts = [Insert(one + 1, one, season.families[one]) for one in present]
        head = [Insert(0, is_fixed=True)] if season.has_editorial else []
        order = arrange([*head, *inserts], past, number)
        assert sorted(one.key for one in order) == sorted(one.key for one in [*head, *inserts])
        assert list(order[: len(head)]) == head
        faults += judge(order[len(head) :], past)
        for rank, one in enumerate(order, 1):
            if not one.is_fixed:
                place = Past(number, rank, len(order), opened=rank == len(head) + 1)
                past.setdefault(one.supplier or 0, []).insert(0, place)
    always = set(season.issues[0]).intersection(*season.issues)
    means = [mean_height(past[one]) for one in always]
    if max(means) - min(means) > bound(season):
        faults.append(f"{float(max(means) - min(means)):.3f} between the means of suppliers in every issue")
    return faults


def bound(season: Season) -> Fraction:
    """In whole messages, over a year: one when everybody may stand anywhere; rivals to be parted cost two more."""
    return Fraction(3 if any(season.families) else 1, YEAR)


def judge(order: Sequence[Insert], past: Ledger) -> list[str]:
    """Rivals together though they need not be; the same supplier at the top again though it need not be."""
    together, fewest = side_by_side(order), 0
    if together:
        fewest = min(map(side_by_side, permutations(order)))
    faults = [f"{together} rivals together instead of {fewest}"] if together > fewest else []
    barred = rotation.openers(order, past)
    if order[0].supplier in barred:
        others = (one for one in permutations(order) if side_by_side(one) == fewest)
        if any(one[0].supplier not in barred for one in others):
            faults.append("at the top twice in a row")
    return faults


def side_by_side(order: Sequence[Insert]) -> int:
    return sum(are_rivals(*pair) for pair in pairwise(order))


@settings(max_examples=40, deadline=None)
@given(seasons())
def test_a_year_of_proposed_orders_is_fair(season: Season) -> None:
    assert play(season, suggested) == []


def by_name(inserts: Sequence[Insert], past: Ledger, issue: int) -> Sequence[Insert]:
    """What a list by name would do."""
    return inserts


def by_last_place(inserts: Sequence[Insert], past: Ledger, issue: int) -> Sequence[Insert]:
    """The last one first, blind to rivals: the top turns, but between two suppliers only."""
    fixed = [one for one in inserts if one.is_fixed]
    moving = [one for one in inserts if not one.is_fixed]
    return fixed + sorted(moving, key=lambda one: -(past[one.supplier][0].rank if past.get(one.supplier) else 0))


def test_judge_sees_what_is_unfair() -> None:
    """Negative control: by name, and blind to rivals."""
    plain = Season([frozenset()] * 4, [[0, 1, 2, 3]] * YEAR, has_editorial=True)
    rivals = Season([frozenset({1}), frozenset({1}), frozenset(), frozenset()], [[0, 1, 2, 3]] * YEAR, False)
    assert (play(plain, suggested), play(rivals, suggested)) == ([], [])
    faults = play(plain, by_name)
    assert (faults[0], "0.600 between" in faults[-1]) == ("at the top twice in a row", True)
    assert "1 rivals together instead of 0" in play(rivals, by_name)
    assert "1 rivals together instead of 0" in play(rivals, by_last_place)


def test_order_is_the_same_each_time_and_whatever_stood_before() -> None:
    inserts = [Insert(n, n, frozenset({n % 3})) for n in range(9)]
    past = {n: [Past(4, n + 1, 9, n == 0)] for n in range(9)}
    order = suggested(inserts, past, 5)
    assert (suggested(inserts[::-1], past, 5), suggested(order, past, 5)) == (order, order)
    assert (order[0].supplier, side_by_side(order)) == (8, 0)


def test_words_of_the_club_keep_their_place_and_part_rivals() -> None:
    one, two = (Insert(n, n, frozenset({7})) for n in (1, 2))
    word, other = Insert(3, is_fixed=True), Insert(4, 4)
    order = suggested([word, one, two, other], {}, 1)
    assert (order[0], order[2]) == (word, other)
    middle = suggested([one, word, two], {}, 1)
    assert (middle[1], side_by_side(middle)) == (word, 0)


def test_two_inserts_of_one_supplier_are_parted_and_the_second_waits() -> None:
    twice = [Insert(1, 1), Insert(2, 1), Insert(3, 2), Insert(4, 3)]
    order = suggested(twice, {1: [Past(1, 3, 3)], 2: [Past(1, 1, 3, opened=True)]}, 2)
    assert [one.key for one in order] == [1, 4, 3, 2]


def test_sixty_inserts_of_rivals_are_put_in_order_in_time() -> None:
    crowd = [Insert(n, n, frozenset({n % 3, 3 + n % 4})) for n in range(60)]
    order = suggested(crowd, {}, 1)
    assert sorted(one.key for one in order) == list(range(60))


def test_rotation_cannot_see_what_a_supplier_pays() -> None:
    """Neither its inputs nor its modules nor the tables it reads know of money, options or memberships."""
    assert [field.name for field in dataclasses.fields(Insert)] == ["key", "supplier", "families", "is_fixed"]
    assert [field.name for field in dataclasses.fields(Past)] == ["issue", "rank", "out_of", "opened"]
    assert list(inspect.signature(suggested).parameters) == ["inserts", "ledger", "issue"]
    tree = ast.parse(inspect.getsource(rotation))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported == {"collections", "collections.abc", "dataclasses", "fractions", "itertools"}


@pytest.mark.django_db
def test_proposal_reads_blocks_and_issues_alone() -> None:
    issue = make_issue()
    make_block(issue=issue)
    make_block(issue=issue)
    blocks = checks.gather(issue).blocks
    with CaptureQueriesContext(
        connection,
    ) as read:
        ordering.proposal(issue, blocks)
    tables = {table for query in read for table in re.findall(r'(?:FROM|JOIN) "(\w+)"', query["sql"])}
    allowed = {"newsletters_block", "newsletters_issue", "newsletters_delivery", "newsletters_quotation"}
    assert (len(read), tables) == (1, allowed)


def sent(*suppliers: Organisation, number: int) -> Issue:
    issue = make_sent_issue(number=number)
    make_block(issue=issue, kind="editorial", supplier=None)
    for supplier in suppliers:
        make_block(issue=issue, supplier=supplier)
    return issue


@pytest.mark.django_db
def test_page_proposes_an_order_says_why_and_applies_it_at_one_click(client: Client) -> None:
    first, second, third = (make_organisation(name=name) for name in ("Alpha", "Bêta", "Gamma"))
    sent(first, second, third, number=41)
    issue = make_issue(number=42)
    word = make_block(issue=issue, kind="editorial", supplier=None)
    blocks = {one.name: make_block(issue=issue, supplier=one) for one in (first, second, third)}
    sign_in(client, make_staff(Role.EDITORS))
    page = client.get("/console/flash-info/42/").content.decode()
    assert "Proposé en 2e\u00a0: était 4e sur 4 dans le n°\u00a041" in page
    assert page.index("Gamma</b>") < page.index("Bêta</b>") < page.index("Alpha</b>")
    order = [int(pk) for pk in re.findall(r'name="encart" value="(\d+)"', page)]
    assert order == [word.pk, blocks["Gamma"].pk, blocks["Bêta"].pk, blocks["Alpha"].pk]
    page = client.post("/console/flash-info/42/encarts/ordre/", {"encart": order}, follow=True).content.decode()
    assert list(issue.blocks.in_order().values_list("pk", flat=True)) == order
    assert ("c’est l’ordre actuel" in page, "Mettre dans cet ordre" in page) == (True, False)


@pytest.mark.django_db
def test_reasons_name_rivals_who_opened_and_newcomers() -> None:
    family = ProductFamily.objects.create(name="caisses")
    rivals = [make_organisation(name=name) for name in ("Alpha", "Bêta")]
    for rival in rivals:
        rival.product_families.add(family)
    newcomer = make_organisation(name="Nouvelle")
    sent(*rivals, number=41)
    issue = make_issue(number=42)
    for supplier in (*rivals, newcomer):
        make_block(issue=issue, supplier=supplier)
    found = ordering.proposal(issue, checks.gather(issue).blocks)
    assert found is not None
    said = {line.block.supplier.name: line.why for line in found.lines if line.block.supplier}
    assert list(said) == ["Bêta", "Nouvelle", "Alpha"]
    assert said["Nouvelle"] == "pas d’encart depuis un an, au milieu des autres"
    assert said["Alpha"] == "était 2e sur 3 dans le n°\u00a041"


@pytest.mark.django_db
def test_issue_with_one_insert_or_none_gets_no_proposal() -> None:
    issue = make_issue()
    make_block(issue=issue)
    make_block(issue=issue, kind="agenda", supplier=None)
    assert ordering.proposal(issue, checks.gather(issue).blocks) is None


@pytest.mark.django_db
def test_ledger_and_the_proof_of_a_supplier_say_the_same() -> None:
    """What the supplier reads of its place is what the rotation counts."""
    issue, editor = make_issue(), make_staff()
    make_block(issue=issue, kind="editorial", supplier=None)
    placements = [placing.place(submission=accepted(supplier_with(1)), issue=issue, by=editor) for _ in range(3)]
    assert ordering.ledger(make_issue()) == {}
    send(issue)
    placing.settle()
    past = ordering.ledger(make_issue())
    for place in placements:
        place.refresh_from_db()
        stood = past[place.supplier_id][0]
        assert (stood.rank, stood.out_of) == (place.rank, place.out_of)
    assert [past[place.supplier_id][0].opened for place in placements] == [True, False, False]
    assert Block.objects.count() == 4
