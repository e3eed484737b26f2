"""Two colleagues decide, or two tabs save, at the same moment: one of them is told."""

import pytest
from django.utils import timezone

from club.core.models import AuditEntry
from members import applying
from members.actions import applications
from members.applying import Part
from members.models import Application
from tests.at_once import PEOPLE, all_wait_before, at_once, unlock
from tests.factories import make_staff
from tests.joining_factories import make_application


def close_together(patch: pytest.MonkeyPatch) -> int:
    """How many refusals were noted of one application."""
    all_wait_before(patch, applications, "_decide")
    pk, by = make_application(state="submitted").pk, [make_staff() for _ in range(PEOPLE)]
    at_once(
        lambda n: applications.refuse(
            application=Application.objects.get(pk=pk), body="Bureau", on=timezone.localdate(), by=by[n], reason="Non"
        )
    )
    return AuditEntry.objects.filter(verb="application.refuse").count()


def save_together(patch: pytest.MonkeyPatch) -> int:
    """How many tabs believed that their people were kept; each had read the same page."""
    all_wait_before(patch, applications, "_touch")
    application = make_application()
    seal, saved = applying.seal(application, Part.PEOPLE), []
    person = dict.fromkeys(applying.PERSON_FIELDS, "") | {"roles": ["administrator", "signatory"]}

    def save(n: int) -> None:
        people = [person | {"email": f"personne{n}@exemple.example"}]
        applications.save_people(application=application, people=people, seal=seal)
        saved.append(n)

    at_once(save)
    return len(saved)


@pytest.mark.parametrize("race", [close_together, save_together])
def test_one_alone_goes_through(race: object, real_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert race(monkeypatch) == 1  # type: ignore[operator]


@pytest.mark.parametrize("race", [close_together, save_together])
def test_without_locks_it_would_be_otherwise(
    race: object, real_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control."""
    unlock(monkeypatch)
    assert race(monkeypatch) != 1  # type: ignore[operator]


@pytest.mark.django_db
def test_without_seal_the_second_tab_would_overwrite(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control of the digest."""
    monkeypatch.setattr(applying, "seal", lambda application, part: "")
    application = make_application()
    for name in ("Première", "Seconde"):
        applications.save_organisation(application=application, fields={"name": name, "side": "brand"}, seal="")
    application.refresh_from_db()
    assert application.name == "Seconde"
