"""Who may open the addresses of what the Club publishes."""

from club.editorial.models import Level
from tests.access_rule import BOTH, Rule
from tests.editorial_factories import make_article, make_edition, make_resource


def _slug(level: Level) -> dict[str, str]:
    return {"slug": make_article(level).slug}


def _edition() -> dict[str, object]:
    edition = make_edition()
    return {"slug": edition.resource.slug, "number": edition.number}


def _resource() -> dict[str, int]:
    return {"pk": make_resource().pk}


LEVELS = [Level.TIP, Level.NEWS, Level.DOSSIER]
EDITORIAL: dict[str, Rule] = {
    **{f"public:articles:{level}": Rule("public") for level in LEVELS},
    **{f"public:articles:{level}_feed": Rule("public") for level in LEVELS},
    "public:articles:tip_article": Rule("public", lambda: _slug(Level.TIP)),
    "public:articles:news_article": Rule("public", lambda: _slug(Level.NEWS)),
    "public:articles:dossier_article": Rule("public", lambda: _slug(Level.DOSSIER)),
    "public:articles:page_article": Rule("public", lambda: _slug(Level.PAGE)),
    "public:articles:part": Rule("public", lambda: _slug(Level.DOSSIER) | {"part": "avant"}),
    "public:articles:whole": Rule("public", lambda: _slug(Level.DOSSIER)),
    "public:articles:theme": Rule("public", lambda: {"topic": "telephony"}),
    "public:articles:theme_feed": Rule("public", lambda: {"topic": "telephony"}),
    "public:articles:resources": Rule("public"),
    "public:articles:resource": Rule("public", lambda: {"slug": make_resource().slug}),
    "public:articles:edition": Rule("public", _edition),
    "portal:articles:resources": Rule("signed_in"),
    "portal:articles:resource": Rule("signed_in", lambda: {"slug": make_resource(audience=["expert"]).slug}),
    "console:resource_edition": Rule("staff:editorial.change_resource", _resource, BOTH),
    "console:resource_withdraw": Rule("staff:editorial.change_resource", _resource, "post"),
}
