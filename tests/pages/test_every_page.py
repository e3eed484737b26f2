"""Every address of the access matrix that answers with a page: axe finds nothing, the CSP holds, it fits."""

from collections.abc import Iterator

import pytest
from django.db import connections
from django.urls import reverse
from playwright.sync_api import Browser

from tests.access_rules import RULES
from tests.browsing import complaints, faults, violations
from tests.pages.conftest import Site

pytestmark = pytest.mark.slow

SANDBOXED = {"console:flash:preview", "console:flash:block_preview", "demo:mail_html"}  # mails: no script runs there
ADMIN = ["members/user", "members/organisation", "ambassadors/ambassador", "channel/expert", "core/auditentry"]
ADMIN += ["members/option", "members/optionversion", "members/governingtext", "members/statusrule"]
FORMS = ["members/user/add", "members/organisation/add", "ambassadors/ambassador/add", "channel/expert/add"]
FORMS += ["members/option/add", "members/statusoverride/add", "members/governingtext/add"]
PARTS = 4


def addresses() -> Iterator[str]:
    for name, rule in sorted(RULES.items()):
        if name not in SANDBOXED:
            yield reverse(name, kwargs=rule.arguments())
    for path in [*ADMIN, *FORMS]:
        yield f"/console/{path}/"
    yield "/console/recherche/?q=camille"
    yield "/annuaire/?lieu=Zzyzx"
    yield "/recherche/?q=informatique"
    yield "/recherche/?q=zzyzx"
    yield "/annuaire/?lieu=53"
    yield "/annuaire/?besoin=aucun-de-ce-nom&lieu=53"


@pytest.mark.parametrize("part", range(PARTS))
def test_axe_the_csp_and_narrow_screens_find_nothing(site: Site, chromium: Browser, part: int) -> None:
    paths = sorted(addresses())[part::PARTS]
    connections.close_all()  # beside a running Playwright Django keeps another one
    page = site.visit(chromium, who="staff").new_page()
    found, judged = {}, 0
    for path in paths:
        answer = page.request.get(site.url + path, max_redirects=0)  # not out of the site
        if answer.status == 200 and b"<!doctype html>" in answer.body()[:100]:  # no fragment, file or feed
            with complaints(page) as heard:
                page.goto(site.url + path)
                found[path] = faults(page) + heard
            judged += 1
    assert {path: told for path, told in found.items() if told} == {}
    assert judged > len(paths) / 2


def test_axe_finds_nothing_on_the_page_of_an_ambassador(site: Site, chromium: Browser) -> None:
    page = site.visit(chromium, who="ambassador").new_page()
    page.goto(site.url + reverse("portal:ambassadors:consent"))
    assert page.locator("h1").inner_text() == "Ce que tout le monde lit de vous"
    assert faults(page) == []


def test_axe_would_see_a_fault(site: Site, chromium: Browser) -> None:
    """The negative control: a picture without a text and a button without a name are found."""
    page = site.visit(chromium).new_page()
    page.goto(site.url)
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<button></button><img src=x>')")
    assert {fault.partition(":")[0] for fault in violations(page)} == {"button-name", "image-alt"}
