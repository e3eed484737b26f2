"""Pages of people leave packed too, by gzip with random bytes, never by Brotli; files are left alone."""

import gzip

import pytest
from django.http import FileResponse, HttpResponse
from django.test import Client, RequestFactory

from club.core.middleware import PackedPagesMiddleware
from club.core.roles import Role
from tests.factories import make_staff

BROWSER = {"Accept-Encoding": "gzip, deflate, br, zstd"}
NAMED = 8
"""The flag of gzip (RFC 1952) that says a name follows the head: where the random bytes are."""


@pytest.mark.django_db
def test_page_of_a_person_varies_in_length_and_never_is_brotli(client: Client) -> None:
    client.force_login(make_staff(Role.DIRECTION))
    pages = [client.get("/console/", headers=BROWSER) for _ in range(12)]
    assert {page["Content-Encoding"] for page in pages} == {"gzip"}
    assert all(page.content[3] & NAMED for page in pages)
    assert len({page.content.index(b"\0", 10) for page in pages}) > 1, "as many random bytes each time"
    assert b"</html>" in gzip.decompress(pages[0].content)
    assert all("Accept-Encoding" in page["Vary"] for page in pages)


@pytest.mark.django_db
def test_page_that_is_not_there_is_packed_too(client: Client) -> None:
    assert client.get("/nulle-part/", headers=BROWSER)["Content-Encoding"] == "gzip"


@pytest.mark.parametrize("response", [FileResponse(iter([b"x" * 999])), HttpResponse(b"x" * 999, "application/pdf")])
def test_file_is_sent_as_it_is(response: HttpResponse) -> None:
    request = RequestFactory().get("/", headers=BROWSER)
    assert not PackedPagesMiddleware(lambda _: response)(request).has_header("Content-Encoding")


@pytest.mark.parametrize("accepted", ["gzip;q=0", "gzip ; q=0.0, br", "", "br"])
def test_page_of_a_person_is_not_packed_for_who_cannot_read_it(accepted: str) -> None:
    request = RequestFactory().get("/", headers={"Accept-Encoding": accepted})
    response = PackedPagesMiddleware(lambda _: HttpResponse(b"x" * 999))(request)
    assert not response.has_header("Content-Encoding")
