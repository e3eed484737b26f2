"""What has served is forgotten, what serves is kept."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.utils import timezone

from club.core import housekeeping, limits
from club.core.models import OutboxMail, RateLimit, SubmittedForm
from tests.factories import make_mail

pytestmark = pytest.mark.django_db


def test_tidy_forgets_what_has_served_alone() -> None:
    now = timezone.now()
    for age in (400, 1):
        make_mail(state=OutboxMail.State.SENT, settled_at=now - timedelta(days=age))
    for age in (8, 1):
        SubmittedForm.objects.create(key=uuid4(), actor="user:1", at=now - timedelta(days=age))
    for days in (-1, 1):
        Session.objects.create(session_key=f"k{days}", session_data="", expire_date=now + timedelta(days=days))
    limits.allow("ended", limit=1, per=timedelta(seconds=-1))
    limits.allow("running", limit=1, per=limits.HOUR)
    caches["kept"].set("allauth:ended", 1, -1)
    caches["kept"].set("allauth:running", 1, 60)
    make_mail()
    deleted = housekeeping.tidy()
    assert {name: n for name, n in deleted.items() if name != "kept"} == dict.fromkeys(
        ["mails", "limits", "forms", "sessions"], 1
    )
    kept = (OutboxMail, SubmittedForm, Session, RateLimit)
    assert [model.objects.count() for model in kept] == [2, 1, 1, 1]
    assert caches["kept"].get("allauth:running") == 1
