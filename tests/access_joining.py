"""Who may open the addresses of joining: the offer, an application by its link, what staff study and follow."""

from typing import Any

from members import links
from tests.access_rule import BOTH, Rule
from tests.joining_factories import make_application, make_prospect
from tests.membership_factories import make_text

STEPS = ("status", "organisation", "options", "people", "send", "give_up")
FOLLOWING = ("note", "plan", "apply")


def _link() -> dict[str, str]:
    return {"token": links.application_token(make_application().pk)}


def _sent() -> dict[str, Any]:
    return {"pk": make_application(state="submitted").pk}


def _prospect() -> dict[str, Any]:
    return {"pk": make_prospect().pk}


JOINING: dict[str, Rule] = {
    "public:join": Rule("public"),
    "public:governing_text": Rule("public", lambda: {"pk": make_text().pk}),
    "public:joining:start": Rule("public", methods=BOTH),
    "public:joining:lost_link": Rule("public", methods=BOTH),
    "public:joining:lost_link_sent": Rule("public", methods=BOTH),
    **{f"public:joining:{step}": Rule("public", _link, BOTH) for step in STEPS},
    "console:applications": Rule("staff:members.view_application"),
    "console:application": Rule("staff:members.view_application", _sent),
    "console:application_decide": Rule(
        "staff:members.change_application", lambda: _sent() | {"decision": "close"}, "post"
    ),
    "console:prospects": Rule("staff:members.view_prospect"),
    "console:pipeline": Rule("staff:members.view_prospect"),
    "console:prospect": Rule("staff:members.view_prospect", _prospect),
    "console:prospect_new": Rule("staff:members.add_prospect", methods=BOTH),
    **{f"console:prospect_{step}": Rule("staff:members.change_prospect", _prospect, "post") for step in FOLLOWING},
}
