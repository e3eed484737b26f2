"""Entries become stories once, and one story whoever tells it is one cluster."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from club.core.roles import Role
from club.press.actions import deciding
from club.press.actions.gathering import gather
from club.press.models import Cluster, Reason, Story
from tests.factories import make_staff
from tests.press_factories import make_brief, make_cluster, make_entry, make_feed, make_story

pytestmark = pytest.mark.django_db
TITLE = "Kaltera ouvre un atelier de réparation à Laval"


def clusters_of(*stories: Story) -> list[int]:
    return [Story.objects.get(pk=story.pk).cluster_id for story in stories]


def test_entry_comes_once_by_name_by_address_or_by_words() -> None:
    feed, now = make_feed(), timezone.now()
    named = make_entry(guid="un", link="https://a.example/1")
    renamed = make_entry(guid="deux", link="http://www.a.example/1?utm_source=x")
    bare = make_entry(guid="", link="", title="Sans nom ni adresse, mais quatre mots")
    assert gather(feed=feed, entries=[named, bare]) == 2
    assert gather(feed=feed, entries=[named, renamed, bare], now=now) == 0
    assert set(Story.objects.values_list("seen_at", flat=True)) == {now}


@pytest.mark.parametrize(
    "home", ["https://marque.example/", "http://www.marque.example", "https://marque.example?utm_source=x"]
)
def test_entries_that_link_to_the_home_page_are_told_apart(home: str) -> None:
    titles = [
        "Kaltera ouvre un atelier à Laval",
        "Une nouvelle caisse pour les marchés",
        "Le prix de l’électricité baisse",
    ]
    named = [make_entry(link=home, title=title) for title in titles]
    bare = [make_entry(link=home, title=title, guid="") for title in titles]
    for entries in (named, bare):
        feed = make_feed()
        assert [gather(feed=feed, entries=entries) for _ in range(2)] == [3, 0]
    assert Cluster.objects.count() == 3


def test_history_of_a_new_feed_does_not_flood_the_queue() -> None:
    old = make_entry(published_at=timezone.now() - timedelta(days=31))
    undated = make_entry(published_at=None)
    tomorrow = make_entry(published_at=timezone.now() + timedelta(days=2))
    assert gather(feed=make_feed(), entries=[old, undated, tomorrow]) == 2
    assert not Story.objects.filter(published_at__gt=timezone.now()).exists()


def test_same_address_is_one_cluster_over_feeds_and_partners() -> None:
    first = make_story(link="https://journal.example/a?utm_source=x", title="Un premier titre de journal")
    other = make_story(link="http://www.journal.example/a/", title="Tout autre chose dans un second")
    assert first.cluster_id == other.cluster_id
    assert first.feed.organisation != other.feed.organisation


@pytest.mark.parametrize(
    ("title", "hours", "together"),
    [
        ("Kaltera ouvre un atelier de réparation à LAVAL", 2, True),
        ("À Laval, Kaltera ouvre un atelier de réparation", 70, True),
        ("Kaltera ouvre un atelier de réparation à Laval", 80, False),
        ("Kaltera ferme son usine de Cholet et licencie", 2, False),
    ],
)
def test_alike_titles_are_one_cluster_for_72_hours(title: str, hours: int, together: bool) -> None:
    now = timezone.now()
    first = make_story(title=TITLE, published_at=now - timedelta(hours=hours))
    second = make_story(title=title, published_at=now)
    assert (first.cluster_id == second.cluster_id) is together


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Communiqué de presse", "Communiqué de presse"),
        ("La version 4.2 du logiciel de caisse est sortie", "La version 4.3 du logiciel de caisse est sortie"),
    ],
)
def test_titles_that_name_nothing_or_another_number_stay_apart(one: str, two: str) -> None:
    assert make_story(title=one).cluster_id != make_story(title=two).cluster_id


@pytest.mark.parametrize(
    ("link", "title"), [("https://journal.example/a?fbclid=1", "Un titre"), ("https://b.example/", TITLE)]
)
def test_rejected_story_returns_once_for_each_partner_that_it_did_not_speak_of(link: str, title: str) -> None:
    feed = make_feed()
    cluster, karim = make_cluster(feed=feed, link="https://journal.example/a", title=TITLE), make_staff(Role.EDITORS)
    deciding.reject(cluster=cluster, by=karim, reason=Reason.WRONG_PARTNER)
    same, other = make_feed(organisation=feed.organisation), make_feed()
    assert make_story(feed=same, link=link, title=title).cluster_id == cluster.pk
    assert not Cluster.objects.waiting().exists()
    assert make_story(feed=other, link=link, title=title).cluster_id == cluster.pk
    back = Cluster.objects.waiting().get()
    assert (back.reason, back.decided_by) == (Reason.WRONG_PARTNER, karim)
    deciding.reject(cluster=back, by=karim, reason=Reason.LATE)
    make_story(feed=make_feed(organisation=other.organisation), link=f"{link}&x", title=TITLE)
    assert not Cluster.objects.waiting().exists()


def test_kept_story_stays_kept_whoever_tells_it() -> None:
    brief = make_brief(link="https://journal.example/a")
    assert make_story(link="https://journal.example/a").cluster_id == brief.cluster_id
    assert not Cluster.objects.waiting().exists()


def test_base_refuses_one_address_in_two_clusters() -> None:
    """The code is one guard, the database the other."""
    story, other = make_story(), make_story()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError), transaction.atomic():
        Story.objects.filter(pk=other.pk).update(link_key=story.link_key)


def test_gathering_the_same_again_asks_as_much_for_one_as_for_thirty(django_assert_num_queries: object) -> None:
    for number in (1, 30):
        feed, entries = make_feed(), [make_entry() for _ in range(number)]
        gather(feed=feed, entries=entries)
        with django_assert_num_queries(7):  # type: ignore[operator]
            gather(feed=feed, entries=entries)
