"""Who may open what robots ask for, and the search over everything."""

from channel.models import Expert
from club.views.sitemap import MOST
from tests.access_rule import Rule
from tests.factories import make_expert


def _range_of_firms() -> dict[str, object]:
    firm = Expert.objects.public().first() or make_expert()
    return {"name": "professionnels", "number": firm.pk // MOST}


MACHINES: dict[str, Rule] = {
    **{f"public:{name}": Rule("public") for name in ("robots", "security", "sitemap")},
    "public:sitemap_section": Rule("public", lambda: {"name": "pages"}),
    "public:sitemap_listings": Rule("public", _range_of_firms),
}
