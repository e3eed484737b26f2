"""The queue and its lists: what they show, how few statements they take, where a decision leads."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from club.core.roles import Role
from club.press.actions import deciding
from club.press.models import Brief, Cluster, Reason
from tests.factories import make_staff, sign_in
from tests.press_factories import make_brief, make_cluster, make_feed, make_story

pytestmark = pytest.mark.django_db
QUEUE = "console:press:queue"


@pytest.fixture
def editor(client: Client) -> Client:
    return sign_in(client, make_staff(Role.EDITORS))


def test_same_story_of_two_partners_is_shown_once(editor: Client) -> None:
    first = make_story(title="Un atelier ouvre demain à Laval", link="https://journal.example/a", source="Le Journal")
    make_story(
        title="Ouverture d’un atelier", link="https://www.journal.example/a/?utm_source=x", source="Le Journal"
    )
    other = make_story(title="Un atelier ouvre demain à Laval", link="https://autre.example/b", source="L’Autre")
    page = editor.get(reverse(QUEUE))
    [line] = page.context["lines"]
    assert (line["title"], [story.source for story in line["others"]]) == (first.title, ["L’Autre"])
    assert len(line["partners"]) == 3
    assert page.content.decode().count("journal.example/a") == 1
    assert other.cluster_id == first.cluster_id


def test_lists_ask_as_little_for_one_row_as_for_many(editor: Client, django_assert_max_num_queries: Any) -> None:
    lucie = make_staff(Role.EDITORS)
    for number in (1, 6):
        for _ in range(number):
            make_cluster()
            make_brief()
            deciding.reject(cluster=make_cluster(), by=lucie, reason=Reason.LATE)
        for name in ("queue", "briefs", "rejected", "feeds"):
            address = reverse(f"console:press:{name}")
            editor.get(address)  # counts of the rail and choices are remembered
            with django_assert_max_num_queries(8):
                editor.get(address)


def test_decision_leads_to_the_next_story_with_the_same_filters(editor: Client) -> None:
    cluster, following = make_cluster(), make_cluster()
    sent = {"geste": "retenir", "suivant": following.pk, "filtres": "q=agence&sort=mal&apres=3"}
    answer = editor.post(reverse("console:press:decide", args=[cluster.pk]), sent)
    assert answer.url == f"{reverse(QUEUE)}?q=agence&apres=3#sujet-{following.pk}"
    assert Brief.objects.get().cluster == cluster


def test_decision_of_two_editors_is_the_first_one_s(editor: Client) -> None:
    cluster = make_cluster()
    deciding.reject(cluster=cluster, by=make_staff(first_name="Karim"), reason=Reason.LATE)
    page = editor.post(reverse("console:press:decide", args=[cluster.pk]), {"geste": "retenir"}, follow=True)
    assert "déjà été écarté par Karim" in page.content.decode()
    assert not Brief.objects.exists()


def test_story_that_comes_back_says_why_it_was_rejected(editor: Client) -> None:
    link, lucie = "https://journal.example/a", make_staff(Role.EDITORS)
    cluster, _brief = make_cluster(link=link), make_brief(link="https://journal.example/b")
    deciding.reject(cluster=cluster, by=lucie, reason=Reason.OTHER, words="Trop local")
    Cluster.objects.filter(pk=cluster.pk).update(decided_at=datetime(2026, 11, 2, 23, 30, tzinfo=UTC))
    assert "Déjà écarté" not in editor.get(reverse("console:press:rejected")).content.decode()
    make_story(link=link)
    also = make_story(link="https://journal.example/b").feed.organisation
    told = "Déjà écarté le 3 novembre 2026\u00a0: autre raison</b>, « Trop local »"
    assert told in editor.get(reverse(QUEUE)).content.decode()
    assert "Déjà écarté" in editor.get(reverse("console:press:subject", args=[cluster.pk])).content.decode()
    assert f"parle aussi de {also}" in editor.get(reverse("console:press:briefs")).content.decode()
    deciding.keep(cluster=cluster, by=lucie)
    assert list(Cluster.objects.values_list("state", "reason", "reason_words")) == [("kept", "", "")] * 2


def test_filters_by_partner_and_words(editor: Client) -> None:
    feed = make_feed()
    wanted = make_cluster(feed=feed, title="Une caisse pour les marchés")
    make_cluster(title="Une caisse pour les marchés de demain matin")
    asked = {"partenaire": feed.organisation_id, "q": "CAISSE marches"}
    assert [line["pk"] for line in editor.get(reverse(QUEUE), asked).context["lines"]] == [wanted.pk]
    assert editor.get(reverse(QUEUE), {"q": "introuvable"}).context["lines"] == []


def test_reader_without_the_right_sees_no_button(client: Client) -> None:
    make_cluster()
    page = sign_in(client, make_staff(Role.EVENTS)).get(reverse(QUEUE)).content.decode()
    assert "Retenir" not in page
    assert Cluster.objects.waiting().count() == 1


def test_words_that_typography_makes_too_long_are_given_back_whole(editor: Client) -> None:
    brief, quoted = make_brief(), '"oui" ' * 49 + '"fin"'
    address = reverse("console:press:brief", args=[brief.pk])
    words = {"organisation": brief.organisation_id, "title": "Un titre", "source": "Le Journal", "quote": quoted}
    page = editor.post(address, words | {"seen": 1})
    assert (page.status_code, page.context["form"]["quote"].value()) == (200, quoted)
    assert "Citation\u00a0: 399 caractères avec la typographie, 300 au plus." in page.content.decode()
    note = '"non" ' * 83
    page = editor.post(reverse("console:press:file", args=[brief.pk]), {"note": note})
    assert page.context["note"]["note"].value() == note
    assert "Note au dossier\u00a0: 663 caractères avec la typographie, 500 au plus." in page.content.decode()
    brief.refresh_from_db()
    assert (brief.version, brief.filed_at) == (1, None)


def test_typed_brief_is_kept_and_a_clash_is_shown(editor: Client) -> None:
    brief = make_brief()
    address = reverse("console:press:brief", args=[brief.pk])
    words = {"organisation": brief.organisation_id, "title": "Un titre", "source": "Le Journal", "quote": "Mots"}
    assert editor.post(address, words | {"seen": 1}).status_code == 302
    clash = editor.post(address, words | {"seen": 1, "title": "Le mien"})
    assert (clash.status_code, clash.context["form"]["title"].value()) == (409, "Le mien")
    assert Brief.objects.get().title == "Un titre"
