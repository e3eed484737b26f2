"""Who may open the addresses of invitations by segment."""

from newsletters import tokens
from newsletters.models import Delivery
from tests.access_rule import BOTH, Rule
from tests.event_factories import make_event
from tests.factories import make_ambassador
from tests.newsletters.kit.people import frozen, make_mailing


def _invited() -> dict[str, str]:
    person = make_ambassador().person
    mailing = frozen(make_mailing(make_event()))
    return {"token": tokens.sign(tokens.INVITED, Delivery.objects.of(mailing).get(contact=person).pk)}


INVITING: dict[str, Rule] = {
    "public:flash:invited": Rule("public", _invited, BOTH),
    "portal:flash:invitations": Rule("signed_in", methods="post"),
    "console:flash:invite": Rule("staff:newsletters.change_issue", lambda: {"pk": make_event().pk}, BOTH),
}
