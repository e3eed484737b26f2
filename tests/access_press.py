"""Who may open the addresses of the press watch."""

from tests.access_rule import BOTH, Rule
from tests.press_factories import make_feed, make_story

SEE, WRITE = "staff:press.view_cluster", "staff:press.change_cluster"
SEE_FEEDS, FEEDS = "staff:press.view_feed", "staff:press.change_feed"


def _cluster() -> dict[str, int]:
    return {"pk": make_story().cluster_id}


def _feed() -> dict[str, int]:
    return {"pk": make_feed().pk}


PRESS: dict[str, Rule] = {
    "console:press:queue": Rule(SEE),
    "console:press:rejected": Rule(SEE),
    "console:press:decide": Rule(WRITE, _cluster, "post"),
    "console:press:put_back": Rule(WRITE, _cluster, "post"),
    "console:press:feeds": Rule(SEE_FEEDS),
    "console:press:new_feed": Rule(FEEDS, methods=BOTH),
    **{f"console:press:{act}": Rule(FEEDS, _feed, "post") for act in ("retry", "pause", "resume")},
}
