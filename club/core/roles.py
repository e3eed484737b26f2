"""Staff roles as code. ``sync_roles`` writes them into Django's groups; nobody edits permissions by hand.

A grant is ``app.model: level``; ``*`` stands for every model of the app. Named powers (``approve_issue`` …) are
the custom permissions of the models.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.contrib.auth.models import Group, Permission
from django.db import models, transaction

LEVELS = {
    "view": ["view"],
    "edit": ["view", "add", "change"],
    "all": ["view", "add", "change", "delete"],
}


class Role(models.TextChoices):
    DIRECTION = "direction", "Direction"
    EDITORS = "editors", "Rédaction"
    EVENTS = "events", "Rencontres"
    NETWORK = "network", "Réseau"
    FINANCE = "finance", "Finances"
    ADMINISTRATOR = "administrator", "Administration"


@dataclass(frozen=True)
class Grant:
    """``models``: "app.model" or "app.*" → level; ``powers``: custom permissions, "app.codename"."""

    models: dict[str, str]
    powers: list[str] = field(default_factory=list)


_EVERYBODY = {
    "members.*": "view",
    "ambassadors.*": "view",
    "channel.*": "view",
    "editorial.*": "view",
    "press.*": "view",
    "events.*": "view",
    "core.commune": "view",
}
GRANTS: dict[Role, Grant] = {
    Role.DIRECTION: Grant(
        {
            "members.*": "all",
            "ambassadors.*": "all",
            "channel.*": "all",
            "newsletters.*": "edit",
            "editorial.*": "edit",
            "contributions.*": "edit",
            "press.*": "edit",
            "events.*": "edit",
            "billing.*": "edit",
            "core.*": "view",
        },
        [
            "editorial.publish_article",
            "billing.issue_document",
            "billing.close_period",
            "billing.approve_discount",
            "members.import_people",
            "members.export_people",
            "newsletters.approve_issue",
            "newsletters.send_issue",
            "core.settle_outboxmail",
        ],
    ),
    Role.EDITORS: Grant(
        {**_EVERYBODY, **dict.fromkeys(["newsletters.*", "editorial.*", "contributions.*", "press.*"], "edit")},
        ["newsletters.approve_issue", "newsletters.send_issue", "editorial.publish_article"],
    ),
    Role.EVENTS: Grant({**_EVERYBODY, "events.*": "edit", "newsletters.*": "view", "contributions.*": "view"}),
    Role.NETWORK: Grant(
        {
            **_EVERYBODY,
            "members.*": "edit",
            "ambassadors.*": "edit",
            "channel.*": "edit",
            "contributions.*": "edit",
            "newsletters.*": "view",
            "newsletters.preference": "edit",
            "newsletters.suppression": "edit",
            "billing.*": "view",
            "billing.proposal": "edit",
        },
        ["members.import_people", "members.export_people"],
    ),
    Role.FINANCE: Grant(
        {
            **_EVERYBODY,
            "billing.*": "edit",
            "members.option": "edit",
            "members.optionversion": "edit",
            "members.grant": "edit",
        },
        ["billing.issue_document", "billing.close_period"],
    ),
    Role.ADMINISTRATOR: Grant(
        {
            "members.*": "all",
            "ambassadors.*": "all",
            "channel.*": "all",
            "newsletters.*": "all",
            "editorial.*": "all",
            "contributions.*": "all",
            "press.*": "all",
            "events.*": "edit",
            "billing.*": "edit",
            "core.*": "view",
            "auth.group": "view",
        },
        [
            "editorial.publish_article",
            "billing.issue_document",
            "billing.close_period",
            "members.assign_roles",
            "members.import_people",
            "members.export_people",
            "newsletters.approve_issue",
            "newsletters.send_issue",
            "core.settle_outboxmail",
        ],
    ),
}


Known = dict[tuple[str, str], Permission]


def permissions_of(role: Role, known: Known | None = None) -> list[Permission]:
    """Every permission of a role; raises LookupError when the grant names what does not exist."""
    return list(_named(role, known or _known()))


def _known() -> Known:
    """The permissions of the models, by app label and code name."""
    return {(p.content_type.app_label, p.codename): p for p in Permission.objects.select_related("content_type")}


def _named(role: Role, known: Known) -> Iterator[Permission]:
    for pattern, level in GRANTS[role].models.items():
        app, _, model = pattern.partition(".")
        names = {
            p.content_type.model for (a, _), p in known.items() if a == app and model in ("*", p.content_type.model)
        }
        if not names:
            raise LookupError(f"{role}: {pattern} names no model.")
        for name in sorted(names):
            yield from (known[app, f"{verb}_{name}"] for verb in LEVELS[level] if (app, f"{verb}_{name}") in known)
    for power in GRANTS[role].powers:
        app, _, codename = power.partition(".")
        if (app, codename) not in known:
            raise LookupError(f"{role}: {power} names no permission.")
        yield known[app, codename]


@transaction.atomic
def synchronise() -> list[str]:
    """Make the groups equal to ``GRANTS``; gives one line per group that changed."""
    lines, known = [], _known()
    for role in Role:
        group, created = Group.objects.get_or_create(name=role.label)
        wanted = {p.pk for p in permissions_of(role, known)}
        present = set(group.permissions.values_list("pk", flat=True))
        if wanted != present:
            group.permissions.set(wanted)
            lines.append(f"{role.label}: +{len(wanted - present)} −{len(present - wanted)}")
        elif created:
            lines.append(f"{role.label}: created")
    return lines
