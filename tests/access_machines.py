"""Who may open what robots ask for, and the search over everything."""

from channel.models import Expert
from club.core.directory import RANGE
from club.editorial import cards
from tests.access_rule import Rule
from tests.editorial_factories import make_article
from tests.factories import make_expert


def _range_of_firms() -> dict[str, object]:
    firm = Expert.objects.public().first() or make_expert()
    return {"name": "professionnels", "number": firm.pk // RANGE}


def _card() -> dict[str, str]:
    article = make_article()
    cards.draw(article)
    return {"name": cards.card_of(article).rpartition("/")[2]}


MACHINES: dict[str, Rule] = {
    **{f"public:{name}": Rule("public") for name in ("robots", "security", "sitemap", "search", "plan")},
    "media:card": Rule("public", _card),
    "public:sitemap_section": Rule("public", lambda: {"name": "pages"}),
    "public:sitemap_listings": Rule("public", _range_of_firms),
}
