"""Who reads and writes which record of the console (Django's admin): decided here, by hand.

``club/core/roles.py`` must grant the same: a role that gains or loses a record turns the suite red.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group

from club.core import audit
from club.core.roles import Role
from members.models import ProductFamily, StatusRule
from tests.editorial_factories import make_figure, make_resource
from tests.event_factories import make_event, make_event_type, make_series
from tests.factories import (
    make_affiliation,
    make_ambassador,
    make_commune,
    make_expert,
    make_organisation,
    make_staff,
    make_user,
)
from tests.membership_factories import make_departure, make_option, make_override, make_text, make_version

Roles = frozenset[str]
NOBODY: Roles = frozenset()
EVERYBODY: Roles = frozenset(role.value for role in Role)
HEADS: Roles = frozenset({"direction", "administrator"})
KEEPERS: Roles = HEADS | {"network"}
PLANNERS: Roles = HEADS | {"events"}
ADMINISTRATORS: Roles = frozenset({"administrator"})
EDITORS: Roles = HEADS | {"editors"}
PRICERS: Roles = KEEPERS | {"finance"}


@dataclass(frozen=True)
class Record:
    """``make()`` gives a row. ``write``: add and change. What the screens withhold from everybody, whatever the
    roles grant, is in ``withheld``. ``tracked``: it has a history.
    """

    make: Callable[[], Any]
    see: Roles = NOBODY
    write: Roles = NOBODY
    delete: Roles = NOBODY
    withheld: str = "delete"
    tracked: bool = True

    def roles_for(self, verb: str) -> Roles:
        return {"view": self.see, "delete": self.delete}.get(verb, self.write)


RECORDS = {
    "core.commune": Record(make_commune, see=EVERYBODY, withheld="add change delete", tracked=False),
    "core.auditentry": Record(
        lambda: audit.record(actor=make_user(), verb="person.open"),
        see=HEADS,
        withheld="add change delete",
        tracked=False,
    ),
    "members.user": Record(make_user, see=EVERYBODY, write=KEEPERS),
    "members.organisation": Record(make_organisation, see=EVERYBODY, write=KEEPERS),
    "members.affiliation": Record(make_affiliation, see=EVERYBODY, write=KEEPERS),
    "members.productfamily": Record(
        lambda: ProductFamily.objects.create(name="onduleurs"),
        see=EVERYBODY,
        write=KEEPERS,
        delete=HEADS,
        withheld="",
        tracked=False,
    ),
    "members.option": Record(make_option, see=EVERYBODY, write=PRICERS),
    "members.optionversion": Record(make_version, see=EVERYBODY, write=PRICERS),
    "members.governingtext": Record(make_text, see=EVERYBODY, write=KEEPERS),
    "members.statusrule": Record(lambda: StatusRule.objects.first(), see=EVERYBODY, write=KEEPERS),
    "members.statusoverride": Record(make_override, see=EVERYBODY, write=KEEPERS),
    "members.departure": Record(make_departure, see=EVERYBODY, withheld="add change delete"),
    "ambassadors.ambassador": Record(make_ambassador, see=EVERYBODY, write=KEEPERS),
    "channel.expert": Record(make_expert, see=EVERYBODY, write=KEEPERS),
    "editorial.resource": Record(make_resource, see=EVERYBODY, write=EDITORS),
    "editorial.figure": Record(make_figure, see=EVERYBODY, write=EDITORS),
    "events.event": Record(make_event, see=EVERYBODY, write=PLANNERS),
    "events.eventtype": Record(make_event_type, see=EVERYBODY, write=PLANNERS),
    "events.series": Record(make_series, see=EVERYBODY, write=PLANNERS),
    "auth.group": Record(lambda: Group.objects.first(), see=ADMINISTRATORS, withheld=""),
    "account.emailaddress": Record(
        lambda: EmailAddress.objects.create(user=make_user(), email="autre@exemple.example"), withheld=""
    ),
    "mfa.authenticator": Record(lambda: Authenticator.objects.get(user=make_staff()), withheld=""),
}
COLLEAGUE = Record(make_staff, see=EVERYBODY, write=ADMINISTRATORS)
"""The record of somebody of the team, whose address opens the console."""

OF_NO_ROW = ("changelist", "add")
PAGES = {  # page → what it takes to read it, to post to it
    "changelist": ("view", "view"),
    "add": ("add", "add"),
    "change": ("view", "change"),
    "delete": ("delete", "delete"),
    "history": ("view", "view"),
}
SITE: dict[str, tuple[dict[str, Any], str, str]] = {  # arguments, GET and POST for every role of the team
    "index": ({}, "open", "method"),
    "jsi18n": ({}, "open", "method"),
    "logout": ({}, "method", "open"),
    "app_list": ({"app_label": "members"}, "not found", "not found"),
}
APART = {"admin:login", "admin:autocomplete"}  # their own tests
