"""An address that opens something by itself is kept by nobody: no cache, no search engine, no other site."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.access_rules import RULES


@pytest.mark.django_db
def test_address_that_opens_something_is_kept_by_nobody(client: Client) -> None:
    kept, opened = {}, 0
    for name, rule in sorted(RULES.items()):
        arguments = rule.arguments() if rule.who == "public" else {}
        if "token" not in arguments:
            continue
        answer = client.get(reverse(name, kwargs=arguments))
        opened += answer.status_code == 200
        said = (answer["Referrer-Policy"], answer.get("X-Robots-Tag"), "no-store" in answer.get("Cache-Control", ""))
        if answer.status_code != 405 and said != ("same-origin", "noindex", True):
            kept[name] = said
    assert kept == {}
    assert opened > 10
