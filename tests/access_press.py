"""Who may open the addresses of the press watch."""

from tests.access_rule import BOTH, Rule
from tests.press_factories import make_brief, make_feed, make_story

SEE, WRITE = "staff:press.view_cluster", "staff:press.change_cluster"
SEE_FEEDS, FEEDS = "staff:press.view_feed", "staff:press.change_feed"


def _cluster() -> dict[str, int]:
    return {"pk": make_story().cluster_id}


def _brief() -> dict[str, int]:
    return {"pk": make_brief().pk}


def _feed() -> dict[str, int]:
    return {"pk": make_feed().pk}


PRESS: dict[str, Rule] = {
    "console:press:queue": Rule(SEE),
    "console:press:rejected": Rule(SEE),
    "console:press:briefs": Rule(SEE),
    "console:press:brief": Rule(SEE, _brief, BOTH),
    "console:press:file": Rule(WRITE, _brief, "post"),
    "console:press:article": Rule("staff:editorial.change_article", _brief, "post"),
    "console:press:subject": Rule(SEE, _cluster),
    "console:press:split": Rule(WRITE, _cluster, "post"),
    "console:press:merge": Rule(WRITE, _cluster, "post"),
    "console:press:keep": Rule(WRITE, lambda: {"pk": make_story().pk}, "post"),
    "console:press:decide": Rule(WRITE, _cluster, "post"),
    "console:press:put_back": Rule(WRITE, _cluster, "post"),
    "console:press:feeds": Rule(SEE_FEEDS),
    "console:press:new_feed": Rule(FEEDS, methods=BOTH),
    **{f"console:press:{act}": Rule(FEEDS, _feed, "post") for act in ("retry", "pause", "resume")},
}
