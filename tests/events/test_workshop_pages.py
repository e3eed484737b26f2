"""The pages of workshops: of a participant, by link and in the portal, and of the team."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events import links
from events.actions import places, workshops
from events.models import Place, Registration, Side, Wish
from events.tasks import write_workshops
from tests.factories import make_staff, sign_in
from tests.workshop_factories import make_participant, make_regional, session

pytestmark = pytest.mark.django_db


def address(row: Registration) -> str:
    return reverse("public:agenda:workshops", args=[links.registration_token(row.pk)])


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_participant_says_his_wishes_by_link_and_finds_them_again(client: Client) -> None:
    meeting = make_regional(workshops_wanted=3)
    row = make_participant(meeting)
    slot, (first, second) = session(meeting, 1).slot_id, [session(meeting, n).workshop_id for n in (3, 1)]
    twice = client.post(address(row), {f"voeu-{slot}-1": first, f"voeu-{slot}-2": first})
    assert "Déjà choisi plus haut" in text(twice)
    assert not Wish.objects.exists()
    answer = client.post(address(row), {f"voeu-{slot}-1": first, f"voeu-{slot}-3": second}, follow=True)
    assert "Vos vœux sont notés" in text(answer)
    assert list(Wish.objects.values_list("rank", "workshop")) == [(1, first), (2, second)]
    assert f'<option value="{second}" selected>' in text(answer)


def test_participant_reads_why_and_takes_waits_and_leaves(client: Client) -> None:
    meeting = make_regional(workshops_wanted=3)
    row, other = make_participant(meeting), make_participant(meeting)
    here = session(meeting, 1)
    for one, numbers in ((other, [1]), (row, [1, 2])):
        chosen = [session(meeting, number).workshop_id for number in numbers]
        workshops.state_wishes(registration=one, wishes={here.slot_id: chosen})
    staff = make_staff()
    workshops.assign_places(meeting=meeting, by=staff)
    assert "Pourquoi cet atelier" not in text(client.get(address(row)))  # nobody hears of it before all do
    workshops.tell_places(meeting=meeting, by=staff)
    client = sign_in(client, row.person)
    page = reverse("portal:agenda:workshops", args=[row.event.slug])
    shown = text(client.get(page))
    assert "Votre deuxième vœu : « Atelier 1 » était complet pour les ambassadeurs." in shown
    assert f'value="attendre:{here.pk}"' in shown
    assert f'value="prendre:{session(meeting, 3).pk}"' in shown
    assert "liste d’attente" in text(client.post(page, {"geste": f"attendre:{here.pk}"}, follow=True))
    places.leave(registration=other, session=here)
    assert "vous étiez au premier rang" in text(client.get(page))
    assert "est rendue" in text(client.post(page, {"geste": f"laisser:{here.pk}"}, follow=True))
    assert not Place.objects.held().filter(registration=row).exists()


def test_wishes_sent_once_places_are_told_take_no_seat(client: Client) -> None:
    row = make_participant(make_regional(told=True))
    here = session(row.event.regional, 1)
    for stale in ({f"voeu-{here.slot_id}-1": here.workshop_id}, {"geste": f"autre:{here.pk}"}):
        assert "Les places sont réparties" in text(client.post(address(row), stale, follow=True))
    assert not Place.objects.exists()


def test_stranger_s_session_or_link_opens_nothing(client: Client) -> None:
    row, elsewhere = make_participant(make_regional(told=True)), session(make_regional(told=True), 1)
    assert client.post(address(row), {"geste": f"prendre:{elsewhere.pk}"}).status_code == 404
    assert client.get(address(row)[:-2] + "x/").status_code == 404
    Registration.objects.update(state=Registration.State.CANCELLED)
    assert client.get(address(row)).status_code == 404


def test_team_opens_gives_tells_and_sees_the_mix(staff_client: Client, django_assert_max_num_queries: Any) -> None:
    meeting = make_regional(slots=2, workshops_wanted=2, seats=(1, 1))
    sides = (Side.AMBASSADOR, Side.EXPERT, Side.EXPERT, Side.EXPERT)
    rows = [make_participant(meeting, side) for side in sides]
    page = reverse("console:workshops", args=[meeting.event_id])
    workshops.state_wishes(
        registration=rows[0], wishes={session(meeting, 2).slot_id: [session(meeting, 2).workshop_id]}
    )
    done = text(staff_client.post(page, {"geste": "repartir"}, follow=True))
    assert "6 places données. Personne n’en est encore averti. Il en a manqué 2" in done
    assert "1 personne</summary>" in done
    assert "1 sur 4" in done  # wishes
    assert "un courriel part à chaque personne inscrite (4)" in text(
        staff_client.post(page, {"geste": "annoncer"}, follow=True)
    )
    places.leave(registration=rows[0], session=session(meeting, 2))
    with django_assert_max_num_queries(8):
        shown = text(staff_client.get(page))
    assert "<b>0/1</b>" in shown
    one = reverse("console:workshop_session", args=[session(meeting, 2).pk])
    with django_assert_max_num_queries(8):
        assert str(rows[0].person) in text(staff_client.get(one))
    given = staff_client.post(one, {"geste": "donner", "registration": rows[0].pk}, follow=True)
    assert "un courriel le lui dit" in text(given)
    place = Place.objects.held().get(registration=rows[0], origin="staff")
    assert "Un point à corriger" in text(staff_client.post(one, {"geste": "changer", "place": place.pk}))
    out = {"geste": "changer", "place": place.pk, "reason": "Demandé au téléphone."}
    assert "n’a plus de place à ce créneau, et un courriel" in text(staff_client.post(one, out, follow=True))
    assert not Place.objects.held().filter(pk=place.pk).exists()


def test_team_releases_the_mix_on_a_day_and_who_waits_has_a_seat(staff_client: Client) -> None:
    meeting = make_regional(told=True, workshops_wanted=1)
    first, second = make_participant(meeting), make_participant(meeting)
    for row in (first, second):
        places.take(registration=row, session=session(meeting, 1), or_wait=True)
    page = reverse("console:workshops_release", args=[meeting.event_id])
    late = staff_client.post(page, {"released_on": "2199-01-01"}, follow=True)
    assert "au plus tard le jour de la rencontre" in text(late)
    assert "Donnez un jour" in text(staff_client.post(page, {"released_on": "demain"}, follow=True))
    done = text(staff_client.post(page, {"released_on": str(timezone.localdate())}, follow=True))
    assert "Mixité levée depuis le" in done
    write_workshops()
    assert Place.objects.held().filter(registration=second).exists()
