"""Whatever a feed gives, no page and no mail shows more of a text than an excerpt: the law of short quotation."""

import re
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from club.core.models import OutboxMail
from club.core.roles import Role
from club.press import urls
from club.press.actions import briefs, deciding, digesting
from club.press.actions.gathering import gather
from club.press.models import Brief, Cluster, Reason
from club.press.models.stories import LONGEST_EXCERPT
from club.press.parsing import parse
from tests.factories import make_issue, make_staff, sign_in
from tests.press_factories import make_feed, rss

pytestmark = pytest.mark.django_db
WORDS = [f"mot{number}" for number in range(3000)]
TEXT = " ".join(WORDS)
MORNING = datetime(2026, 11, 23, 8, 30, tzinfo=ZoneInfo("Europe/Paris"))


def longest_shown(page: str) -> int:
    """How far into the text the page goes, in characters."""
    numbers = [int(number) for number in re.findall(r"\bmot(\d+)", page)]
    return len(" ".join(WORDS[: max(numbers) + 1])) if numbers else 0


def pages(brief: Brief, cluster: Cluster) -> Iterator[str]:
    rows = {"brief": [brief.pk], "subject": [cluster.pk]}
    for route in urls.console:
        if route.name in rows or "<" not in str(route.pattern):
            yield reverse(f"console:press:{route.name}", args=rows.get(route.name))
    yield reverse("console:flash:press", args=[make_issue().number])
    yield reverse("admin:members_organisation_change", args=[brief.organisation_id])


def test_no_page_nor_mail_shows_more_than_an_excerpt(client: Client) -> None:
    lucie, feed = make_staff(Role.EDITORS), make_feed()
    told = [
        {"title": "Un titre comme un autre", "link": "https://a.example/1", "description": f"<p>{TEXT}</p>"},
        {"title": "", "link": "https://a.example/2", "description": TEXT},
        {"title": TEXT, "link": "https://a.example/3", "description": TEXT},
        {"title": "Un titre de plus", "link": "https://a.example/4", "description": TEXT},
    ]
    assert gather(feed=feed, entries=parse(rss(*told)).entries) == 4
    kept, untitled, rejected, _waiting = Cluster.objects.order_by("stories__pk")
    brief = deciding.keep(cluster=kept, by=lucie)
    briefs.file(brief=brief, by=lucie)
    deciding.reject(cluster=rejected, by=lucie, reason=Reason.LATE)
    assert digesting.send_digests(MORNING) == 1
    mail = OutboxMail.objects.get()
    sign_in(client, make_staff(Role.DIRECTION))
    shown = {"text": longest_shown(mail.text), "html": longest_shown(mail.html)}
    for page in pages(brief, untitled):
        answer = client.get(page)
        assert answer.status_code == 200, page
        shown[page] = longest_shown(answer.content.decode())
    assert max(shown.values()) <= LONGEST_EXCERPT
    assert sum(length > 200 for length in shown.values()) == 5  # queue, both lists of decided, brief, composition
