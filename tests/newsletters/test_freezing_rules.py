"""The freeze holds when too much is asked, when it breaks, and when four come at once."""

from collections import Counter
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.db.models import ProtectedError

from members.models import User
from newsletters import audience
from newsletters.actions import freezing, sweeping
from newsletters.actions.freezing import freeze
from newsletters.models import Delivery, Issue, Lane
from tests.factories import make_ambassador, make_expert_contact
from tests.newsletters.kit.people import make_block, make_frozen_issue, make_issue, make_people, schedule


def test_rare_choices_read_a_version_that_shows_them_nothing_more() -> None:
    masks = {0b111: 100} | {0b1 | 1 << n: 1 for n in range(3, 50)} | {0b1: 50}

    versions = audience.versions(masks)

    assert set(versions) == set(masks)
    assert len(set(versions.values())) == audience.MOST_VARIANTS
    assert all(version & ~mask == 0 for mask, version in versions.items())
    assert versions[0b111] == 0b111


@pytest.mark.django_db
def test_too_many_versions_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audience, "MOST_VARIANTS", 1)
    make_ambassador()
    make_expert_contact()
    issue = make_issue()
    make_block(issue, audience="ambassadors")
    make_block(issue, audience="channel")
    schedule(issue)

    counted = audience.count(issue)
    assert (counted.variants, counted.unserved) == (1, 1)
    assert freeze(issue_id=issue.pk) is None
    assert "Trop de versions" in Issue.objects.get(pk=issue.pk).alert


@pytest.mark.django_db
def test_nothing_is_kept_of_a_freeze_that_breaks(monkeypatch: pytest.MonkeyPatch) -> None:
    make_people(1)
    issue = make_issue()
    make_block(issue)
    schedule(issue)

    def broken(issue: Issue) -> int:
        raise RuntimeError("killed here")

    monkeypatch.setattr(freezing, "_insert_exclusions", broken)
    with pytest.raises(RuntimeError):
        freeze(issue_id=issue.pk)

    assert Issue.objects.get(pk=issue.pk).state == Issue.State.SCHEDULED
    assert not Delivery.objects.exists()


@pytest.mark.django_db
def test_issue_that_breaks_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    make_people(1)
    broken, sound = make_issue(), make_issue()
    for issue in (broken, sound):
        make_block(issue)
        schedule(issue)
    render = freezing.render

    def breaks_once(issue: Issue, *args: Any, **options: Any) -> Any:
        if issue.pk == broken.pk:
            raise RuntimeError("no space left")
        return render(issue, *args, **options)

    monkeypatch.setattr(freezing, "render", breaks_once)
    sweeping.freeze_due()

    broken.refresh_from_db()
    sound.refresh_from_db()
    assert (broken.state, sound.state) == (Issue.State.SCHEDULED, Issue.State.SENDING)
    assert "retenté" in broken.alert


@pytest.mark.django_db
def test_keys_without_database_constraint_point_somewhere() -> None:
    """``db_constraint=False`` saves nine seconds a million rows; this is what watches instead."""
    issue = make_frozen_issue(3)
    person = User.objects.filter(deliveries__issue=issue).first()

    loose = [f.name for f in Delivery._meta.concrete_fields if f.is_relation and not f.db_constraint]
    assert loose == ["issue", "test", "contact", "rendition", "lane"]
    for name in loose:
        ids = set(Delivery.objects.exclude(**{name: None}).values_list(name, flat=True))
        model = Delivery._meta.get_field(name).related_model
        assert set(model.objects.filter(pk__in=ids).values_list("pk", flat=True)) == ids
    with pytest.raises(ProtectedError):
        person.delete()
    with pytest.raises(ProtectedError):
        Lane.objects.get(is_default=True).delete()


def test_two_freezes_at_once_make_one(real_database: str) -> None:
    make_people(50)
    issue = make_issue()
    make_block(issue)
    schedule(issue)
    barrier, done = Barrier(4), []

    def run() -> None:
        barrier.wait()
        done.append(freeze(issue_id=issue.pk))
        connection.close()

    threads = [Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Counter(result is not None for result in done) == {True: 1, False: 3}
    assert Delivery.objects.of(issue).count() == 50


@pytest.mark.parametrize(
    ("near", "words"),
    [
        (0, ""),
        (1, "1 personne reçoit une version proche de ses choix."),
        (2, "2 personnes reçoivent une version proche de leurs choix."),
    ],
)
def test_alert_counts_people_in_french(near: int, words: str) -> None:
    assert freezing._near_words(near) == words
