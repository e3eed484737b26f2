"""Who may open the addresses of what the Club publishes."""

from club.editorial.actions.writing import latest
from club.editorial.models import Level
from club.editorial.previewing import share_link
from tests.access_rule import BOTH, Rule
from tests.editorial_factories import make_article, make_draft, make_edition, make_picture, make_resource


def _slug(level: Level) -> dict[str, str]:
    return {"slug": make_article(level).slug}


def _edition() -> dict[str, object]:
    edition = make_edition()
    return {"slug": edition.resource.slug, "number": edition.number}


def _resource() -> dict[str, int]:
    return {"pk": make_resource().pk}


def _draft() -> dict[str, int]:
    return {"pk": make_draft().pk}


def _preview() -> dict[str, str]:
    return {"token": share_link(latest(make_draft())).split("/")[-2]}


WRITE, PUBLISH = "staff:editorial.change_article", "staff:editorial.publish_article"
WRITING = ("submit", "send_back", "confirm", "preview_typed")
PUBLISHING = ("publish", "unschedule", "archive", "reopen")
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
    "public:articles:preview": Rule("public", _preview),
    "console:articles:articles": Rule("staff:editorial.view_article"),
    "console:articles:new": Rule(WRITE, methods=BOTH),
    "console:articles:edit": Rule(WRITE, _draft, BOTH),
    "console:articles:revisions": Rule("staff:editorial.view_article", _draft),
    "console:articles:share": Rule("staff:editorial.view_article", lambda: _draft() | {"number": 1}),
    "console:articles:restore": Rule(WRITE, lambda: _draft() | {"number": 1}, "post"),
    "console:articles:calendar": Rule("staff:editorial.view_article"),
    "console:articles:freshness": Rule("staff:editorial.view_article"),
    "console:articles:pictures": Rule("staff:editorial.view_picture"),
    "console:articles:new_picture": Rule("staff:editorial.add_picture", methods=BOTH),
    "console:articles:picture": Rule("staff:editorial.change_picture", lambda: {"pk": make_picture().pk}, BOTH),
    "media:editorial": Rule("public", lambda: {"name": make_picture().sizes[0][2].removeprefix("editorial/")}),
    "console:articles:preview": Rule("staff:editorial.view_article", _draft),
    **{f"console:articles:{step}": Rule(WRITE, _draft, "post") for step in WRITING},
    **{f"console:articles:{step}": Rule(PUBLISH, _draft, "post") for step in PUBLISHING},
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
