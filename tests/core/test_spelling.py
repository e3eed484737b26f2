"""Words typed wrong find the names they mean; one slip is forgiven, two are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channel.models import Expert
from club.core import spelling
from club.core.models import SearchWord
from club.core.spelling import one_slip
from club.views.everything import find
from members.models import User
from tests.factories import make_expert, make_user

WORDS = st.text(alphabet="abcde", min_size=1, max_size=7)


@pytest.mark.parametrize("typed", ["lefebvrre", "lefevbre", "lefebre", "lefebvra", "efebvre", "lefebvr"])
@pytest.mark.django_db
def test_one_slip_is_forgiven(typed):
    person = make_user(first_name="Hélène", last_name="Lefèbvre")
    make_user(first_name="Luc", last_name="Zola")
    spelling.rebuild()
    assert list(User.objects.search(f"helene {typed}")) == [person]


@pytest.mark.django_db
def test_right_words_beside_a_wrong_one_are_kept():
    wanted = make_user(first_name="Anne", last_name="Durand", email="a@x.example")
    make_user(first_name="Anna", last_name="Durand", email="b@x.example")
    spelling.rebuild()
    assert list(User.objects.search("anne durandd")) == [wanted]


@pytest.mark.django_db
def test_two_slips_are_not_forgiven():
    make_user(last_name="Lefèbvre")
    spelling.rebuild()
    assert list(User.objects.search("lfeebvree")) == []


@pytest.mark.django_db
def test_words_of_nobody_are_forgotten():
    person = make_user(first_name="", last_name="Rarissime", email="x@y.example")
    spelling.rebuild()
    assert SearchWord.objects.filter(word="rarissime").exists()
    person.last_name = "Autrement"
    person.save()
    spelling.rebuild()
    assert set(SearchWord.objects.values_list("word", flat=True)) == {"autrement", "example"}
    assert spelling.rebuild() == 2


@pytest.mark.django_db
def test_short_words_must_begin_a_word():
    wanted = make_user(first_name="Bo", last_name="Li", email="x@y.example")
    make_user(first_name="Abo", last_name="Ali", email="z@y.example")
    assert list(User.objects.search("li bo")) == [wanted]


@given(WORDS, st.integers(0, 6), st.sampled_from("abcde"))
def test_every_slip_is_told_and_shares_a_variant(word, place, letter):
    """The index finds by shared variants: whatever ``one_slip`` accepts must share one."""
    place = min(place, len(word) - 1)
    added = word[:place] + letter + word[place:]
    lacking = word[:place] + word[place + 1 :]
    wrong = word[:place] + letter + word[place + 1 :]
    exchanged = word[:place] + word[place : place + 2][::-1] + word[place + 2 :]
    for other in {added, lacking, wrong, exchanged} - {word, ""}:
        assert one_slip(word, other)
        assert one_slip(other, word)
        assert variants(word) & variants(other)


@given(WORDS, WORDS)
def test_one_slip_never_accepts_two(a, b):
    if one_slip(a, b):
        assert variants(a) & variants(b)


def variants(word: str) -> set[str]:
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}


@pytest.mark.django_db
def test_word_known_from_a_hidden_row_is_not_told_by_what_is_found():
    """Whether a firm that nobody sees is called so or not, a visitor who types its name finds the same."""
    shown = make_expert(name="Durand")
    spelling.rebuild()
    before = [list(Expert.objects.public().search("durant")), [group.kind for group in find("durant")]]
    make_expert(name="Durant", shown=False)
    spelling.rebuild()
    after = [list(Expert.objects.public().search("durant")), [group.kind for group in find("durant")]]
    assert before == after == [[shown], ["professionnels"]]
