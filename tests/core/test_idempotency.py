"""A form posted ten times acts once and answers ten times the same."""

import threading
import uuid
from itertools import count

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpResponse, HttpResponseRedirect
from django.test import RequestFactory

from club.core import idempotency
from club.core.models import Region, SubmittedForm
from tests.factories import make_user

_codes = count(100)


def act(request: object) -> HttpResponse:
    """An effect that can be counted: one region more at each call."""
    code = str(next(_codes))
    Region.objects.create(code=code, name=code)
    return HttpResponseRedirect(f"/fait/{code}/")


def post(key: str, user: object = None) -> HttpResponse:
    request = RequestFactory().post("/", {idempotency.FIELD: key})
    request.user = user or AnonymousUser()
    return idempotency.once(act)(request)


@pytest.mark.django_db
def test_same_form_ten_times_acts_once() -> None:
    user, key = make_user(), idempotency.new_key()
    answers = {post(key, user)["Location"] for _ in range(10)}
    assert (len(answers), Region.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_same_key_of_another_person_is_another_form() -> None:
    key = idempotency.new_key()
    post(key, make_user())
    post(key, make_user())
    assert Region.objects.count() == 2


@pytest.mark.django_db
def test_without_the_guard_the_form_acts_twice() -> None:
    """Negative control."""
    request = RequestFactory().post("/", {})
    request.user = AnonymousUser()
    idempotency.once(act)(request)
    idempotency.once(act)(request)
    assert Region.objects.count() == 2


@pytest.mark.django_db
def test_refused_form_may_be_sent_again() -> None:
    request = RequestFactory().post("/", {idempotency.FIELD: str(uuid.uuid4())})
    request.user = AnonymousUser()
    idempotency.once(lambda request: HttpResponse("à corriger"))(request)
    assert SubmittedForm.objects.count() == 0


@pytest.mark.usefixtures("real_database")
def test_forms_posted_at_the_same_time_act_once() -> None:
    user, key, answers = make_user(), idempotency.new_key(), []

    def send() -> None:
        try:
            answers.append(post(key, user)["Location"])
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(answers), len(set(answers)), Region.objects.count()) == (8, 1, 1)
