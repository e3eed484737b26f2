"""Error pages help, bear the Club's look and phone, and touch neither cookie nor database."""

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from club.views import errors


def broken_by(error: Exception) -> tuple[int, str]:
    try:
        raise error
    except Exception:
        response = errors.broken(RequestFactory().get("/"))
    return response.status_code, response.headers.get("Retry-After", "")


@pytest.mark.django_db
def test_unknown_address_is_a_page_that_helps(client: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        response = client.get("/nulle-part/")
    assert (response.status_code, len(queries), len(response.cookies)) == (404, 0, 0)
    assert settings.CLUB_PHONE in response.content.decode()
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]


def test_fault_of_ours_is_500_and_database_away_is_503() -> None:
    assert broken_by(ValueError()) == (500, "")
    assert broken_by(OperationalError()) == (503, errors.RETRY_SECONDS)


def test_refusals_bear_their_status() -> None:
    request = RequestFactory().get("/")
    pages = [errors.not_found(request), errors.forbidden(request), errors.csrf_failure(request)]
    assert [page.status_code for page in pages] == [404, 403, 403]
