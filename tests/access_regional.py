"""Who may open the addresses of regional meetings."""

from events import links
from events.models import AskMail
from tests.access_rule import BOTH, Rule
from tests.events.searching import make_asked, make_meeting, make_regional
from tests.factories import make_affiliation
from tests.visitors import member_organisation


def _own() -> dict[str, int]:
    return {"pk": make_meeting().pk, "organisation": member_organisation().pk}


def _asked() -> dict[str, str]:
    """The link of a mail to somebody who acts for the member."""
    person = make_affiliation(organisation=member_organisation(), roles=["marketing"]).person
    ask = make_asked(organisation=member_organisation())
    AskMail.objects.filter(ask=ask, step="first").update(person=person)
    return {"token": links.ask_token(ask.mails.get(step="first").pk)}


def _meeting() -> dict[str, int]:
    return {"pk": make_meeting().pk}


SEE, SEARCH = "staff:events.view_regionalmeeting", "staff:events.change_regionalmeeting"
REGIONAL: dict[str, Rule] = {
    "public:regional:answer": Rule("public", _asked, BOTH),
    "portal:regional:meetings": Rule("organisation"),
    "portal:regional:answer": Rule("organisation", _own, BOTH),
    "console:regional:board": Rule(SEE),
    "console:regional:open": Rule(SEARCH, lambda: {"event": make_regional().pk}, BOTH),
    "console:regional:meeting": Rule(SEE, _meeting),
    "console:regional:ask": Rule(SEARCH, _meeting, "post"),
    "console:regional:pledge": Rule(SEARCH, _meeting, BOTH),
    "console:regional:answer": Rule(SEARCH, _meeting, "post"),
    "console:regional:go": Rule(SEARCH, _meeting, "post"),
    "console:regional:postpone": Rule(SEARCH, _meeting, "post"),
    "console:regional:seek_again": Rule(SEARCH, _meeting, "post"),
    "console:regional:decide_later": Rule(SEARCH, _meeting, "post"),
    "console:regional:confirm": Rule(SEARCH, _meeting, "post"),
}
