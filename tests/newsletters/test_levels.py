"""How much is measured: each reader gets the blocks he would get anyway, and never more measure than he chose."""

import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from members.models import User
from newsletters import audience, links
from newsletters.actions.freezing import freeze, render
from newsletters.models import Block, Delivery, Issue, Preference, Rendition
from newsletters.rendering import markup, ways
from newsletters.rendering.compose import compose
from newsletters.rendering.content import Content
from newsletters.rendering.slots import Slot, mark
from tests.newsletters.kit.people import make_block, make_issue, make_people, schedule
from tests.newsletters.test_compose import Tags, a_block, an_issue

Tracking = Preference.Tracking
REAL = "https://fournisseur.example/"

some_masks = st.builds(
    lambda blocks, level: blocks | level << audience.MOST_BLOCKS, st.integers(1, 2**12 - 1), st.integers(0, 2)
)
people = st.dictionaries(some_masks, st.integers(1, 500), min_size=1, max_size=160)


def blocks_of(mask: int) -> int:
    return mask & audience.BLOCK_BITS


def level(mask: int) -> int:
    return mask >> audience.MOST_BLOCKS


@given(people)
@settings(max_examples=200)
def test_measuring_costs_nobody_a_block_and_measures_nobody_more(masks: dict[int, int]) -> None:
    unmeasured: Counter[int] = Counter()
    for mask, number in masks.items():
        unmeasured[blocks_of(mask)] += number

    without, chosen = audience.versions(unmeasured), audience.versions(masks)

    assert {mask: blocks_of(version) for mask, version in chosen.items()} == {
        mask: without[blocks_of(mask)] for mask in masks if blocks_of(mask) in without
    }
    assert all(level(version) <= level(mask) for mask, version in chosen.items())
    assert len(set(chosen.values())) <= audience.MOST_VARIANTS
    wished = {without[blocks_of(mask)] | mask & ~audience.BLOCK_BITS for mask in chosen}
    if len(wished) <= audience.MOST_VARIANTS:
        assert all(level(version) == level(mask) for mask, version in chosen.items())


def test_without_room_the_fewest_are_measured_less() -> None:
    masks = {1 << n | bits << audience.MOST_BLOCKS: 10 + n for n in range(39) for bits in (0,)}
    anonymous, individual = 1 | 1 << audience.MOST_BLOCKS, 1 | 2 << audience.MOST_BLOCKS

    chosen = audience.versions(masks | {anonymous: 9, individual: 8})

    assert (chosen[anonymous], chosen[individual]) == (anonymous, anonymous)
    assert chosen[1] == 1


def test_a_mask_of_sixty_blocks_and_both_levels_fits_the_column() -> None:
    assert audience.BLOCK_BITS | 2 << audience.MOST_BLOCKS < 2**63


def choose(person: User, tracking: str, **choices: object) -> None:
    Preference.objects.create(contact=person, tracking=tracking, **choices)


def frozen(issue: Issue) -> Issue:
    done = freeze(issue_id=schedule(issue).pk)
    assert done is not None, Issue.objects.get(pk=issue.pk).alert
    return done


@pytest.mark.django_db
def test_freeze_gives_each_reader_the_measure_he_chose() -> None:
    silent, nobody, anyone, known, picky = make_people(5)
    for person, tracking in ((nobody, "none"), (anyone, "anonymous"), (known, "individual")):
        choose(person, tracking)
    choose(picky, "individual", sections=["agenda"])
    issue = make_issue()
    make_block(issue)

    counted, done = audience.count(issue), frozen(issue)

    rows = Delivery.objects.of(done).values_list("contact", "rendition__tracking")
    assert dict(rows) == {
        silent.pk: "none",
        nobody.pk: "none",
        anyone.pk: "anonymous",
        known.pk: "individual",
    }
    assert (done.alert, counted.near, counted.variants, counted.exclusions["nothing"]) == ("", 0, 3, 1)
    assert {len(rendition.blocks) for rendition in Rendition.objects.all()} == {1}


@pytest.mark.django_db
def test_nobody_loses_a_block_where_versions_are_scarce(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audience, "MOST_VARIANTS", 1)
    for person, tracking in zip(make_people(2), ("anonymous", "individual"), strict=True):
        choose(person, tracking)
    issue = make_issue()
    make_block(issue)

    done = frozen(issue)

    assert list(Rendition.objects.values_list("tracking", flat=True)) == ["anonymous"]
    assert (done.alert, done.audience_count) == ("", 2)


@pytest.mark.django_db
def test_only_individual_versions_hold_the_slot_that_names_the_reader() -> None:
    issue = make_issue()
    block = make_block(issue)
    held = {level: render(issue, [block], tracking=level).slots for level in Tracking.values}
    assert {level: [name for _, name, _ in slots].count("reader") for level, slots in held.items()} == {
        "none": 0,
        "anonymous": 0,
        "individual": 2,
    }


def hrefs(content: Content) -> list[str]:
    return [str(a["href"]) for a in Tags(content.html).named("a")]


def addresses(text: str) -> list[str]:
    return re.findall(r"https?://[^\s>]+", text)


def inserted(block: Block, tracking: str) -> tuple[list[str], list[str]]:
    """What a message holds beside what it holds without any insert: links of the HTML, addresses of the text."""
    empty, full = (compose(an_issue(), blocks, tracking) for blocks in ([], [block]))
    html = Counter(hrefs(full)) - Counter(hrefs(empty))
    text = Counter(addresses(full.text)) - Counter(addresses(empty.text))
    return sorted(html.elements()), sorted(text.elements())


def test_links_of_an_insert_lead_where_its_level_says() -> None:
    block = a_block(
        7,
        text="Voyez [le guide](https://fournisseur.example/guide).",
        image="flash/a-9x9.png",
        image_alt="Une caisse",
    )
    own, guide = links.click_url(7, 0), links.click_url(7, 1)
    reader = f"{mark(Slot.READER)}/"

    assert inserted(block, "none") == (sorted([REAL, REAL, f"{REAL}guide"]), sorted([REAL, f"{REAL}guide"]))
    assert inserted(block, "anonymous") == (sorted([own, own, guide]), sorted([own, guide]))
    assert inserted(block, "individual") == (
        sorted([own + reader, own + reader, guide + reader]),
        sorted([own + reader, guide + reader]),
    )


@pytest.mark.parametrize(
    "words", ["https://fournisseur.example/guide", "www.fournisseur.example", "Fournisseur.example/"]
)
def test_words_that_spell_an_address_lead_to_it(words: str) -> None:
    """Else mail programs take the message for a fraud."""
    assert ways.way(a_block(), 1, REAL, words, "individual") == REAL
    assert ways.way(a_block(), 1, REAL, "En savoir plus (p. 3.2)", "individual") != REAL
    spelled = a_block(text="Voyez <https://fournisseur.example/guide>", link_url="")
    assert inserted(spelled, "anonymous") == inserted(spelled, "none")


def test_numbers_of_links_are_their_order_in_the_text() -> None:
    text = "[a](https://a.example)\n\n- <https://b.example>\n- [**c** d](https://c.example)"
    met: list[tuple[int, str, str]] = []

    def note(number: int, url: str, words: str) -> str:
        met.append((number, url, words))
        return url

    assert markup.to_html(text, note) == markup.to_html(text)
    assert markup.to_text(text, note) == markup.to_text(text)
    assert [url for _, url, _ in met] == markup.links(text) * 2
    assert [(number, words) for number, _, words in met][:3] == [(1, "a"), (2, "https://b.example"), (3, "c d")]


def test_each_message_says_what_is_measured_of_its_reader() -> None:
    said = {level: compose(an_issue(), [a_block()], level) for level in Tracking.values}
    sentences = {
        "none": "ne sont pas comptés",
        "anonymous": "sans que le Club sache",
        "individual": "vous l’avez accepté",
    }
    for level, content in said.items():
        squeezed = " ".join(content.text.split())
        assert {name for name, words in sentences.items() if words in content.html} == {level}
        assert {name for name, words in sentences.items() if words in squeezed} == {level}
        assert f"{mark(Slot.PREFERENCES_URL)}#mesure" in content.html
