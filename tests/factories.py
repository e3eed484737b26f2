"""Plain builders: ``make_<thing>(**overrides)`` gives a saved, believable row."""

from datetime import date
from itertools import count, cycle
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F
from django.test import Client
from django.utils import timezone
from stdnum import luhn

from ambassadors.models import Ambassador
from channel.models import Expert, ExpertContact
from club.core.models import Commune, Departement, OutboxMail, Region
from club.core.roles import Role, synchronise
from members.accounts import enrol_totp
from members.imports import check, receive
from members.models import Affiliation, ImportRun, Notice, Organisation, User
from newsletters.models import Block, Delivery, Issue, Lane, Rendition

TOTP_SECRET = "JBSWY3DPEHPK3PXP"
_numbers = count(1)
_issue_numbers = cycle(range(1, 2000))  # never a year: /flash-info/2026/ is the archive of that year


def make_departement(code: str = "53", name: str = "Mayenne") -> Departement:
    region, _ = Region.objects.get_or_create(code="52", defaults={"name": "Pays de la Loire"})
    return Departement.objects.get_or_create(code=code, defaults={"name": name, "region": region})[0]


def make_commune(**overrides: Any) -> Commune:
    fields = {"code": "53130", "name": "Laval", "postcodes": ["53000"], "postcodes_text": " 53000"} | overrides
    departement = fields.pop("departement", None) or make_departement()
    code = fields.pop("code")
    return Commune.objects.get_or_create(code=code, defaults={"departement": departement, **fields})[0]


def make_user(**overrides: Any) -> User:
    number = next(_numbers)
    names = {"first_name": "Camille", "last_name": f"Martin {number}"}
    return User.objects.create_user(**({"email": f"personne{number}@exemple.example"} | names | overrides))


def make_staff(*roles: Role, superuser: bool = False, second_factor: bool = True, **overrides: Any) -> User:
    user = make_user(is_staff=True, is_superuser=superuser, **overrides)
    if roles:
        groups = list(Group.objects.filter(name__in=[role.label for role in roles]))
        if len(groups) < len(roles):  # a test emptied them
            synchronise()
            groups = list(Group.objects.filter(name__in=[role.label for role in roles]))
        user.groups.set(groups)
    if second_factor:
        enrol_totp(user, TOTP_SECRET)
    return user


def sign_in(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def make_siren(number: int | None = None) -> str:
    """A SIREN with a right check digit (Luhn)."""
    stem = f"{number or next(_numbers):08d}"
    return stem + luhn.calc_check_digit(stem)


def make_siret(number: int | None = None) -> str:
    stem = make_siren(number) + "0001"
    return stem + luhn.calc_check_digit(stem)


def make_organisation(**overrides: Any) -> Organisation:
    number = next(_numbers)
    fields = {
        "name": f"Fournisseur {number}",
        "side": "brand",
        "kind": "publisher",
        "siren": make_siren(number),
        "website": "https://fournisseur.example",
    }
    return Organisation.objects.create(**(fields | overrides))


def make_institution(**overrides: Any) -> Organisation:
    fields = {"name": f"Chambre {next(_numbers)}", "side": "institution", "kind": "chamber"}
    return make_organisation(**(fields | overrides))


def make_affiliation(**overrides: Any) -> Affiliation:
    fields = {"roles": ["administrator"], "job_title": "Directrice commerciale"} | overrides
    fields["person"] = fields.get("person") or make_user()
    fields["organisation"] = fields.get("organisation") or make_organisation()
    return Affiliation.objects.create(**fields)


def make_ambassador(**overrides: Any) -> Ambassador:
    fields = {"topics": ["website"], **overrides}
    for name, build in (("person", make_user), ("network", make_institution), ("departement", make_departement)):
        fields[name] = fields.get(name) or build()
    return Ambassador.objects.create(**fields)


def make_expert(**overrides: Any) -> Expert:
    number = next(_numbers)
    fields = {
        "name": f"Informatique {number}",
        "kind": "reseller",
        "siret": make_siret(number),
        "naf_code": "4741Z",
        "specialities": ["equipment"],
        **overrides,
    }
    fields["departement"] = fields.get("departement") or make_departement()
    return Expert.objects.create(**fields)


def make_expert_contact(**overrides: Any) -> ExpertContact:
    fields = dict(overrides)
    fields["expert"] = fields.get("expert") or make_expert()
    fields["person"] = fields.get("person") or make_user()
    return ExpertContact.objects.create(**fields)


def make_import_run(content: str | bytes, *, kind: str = "ambassadeurs", name: str = "contacts.csv") -> ImportRun:
    """A file received from a member of staff and read."""
    file = SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)
    author, label, day = make_staff(), "fichier remis par la CCI", date(2026, 11, 1)
    run = receive.receive(author=author, kind=kind, file=file, source_label=label, collected_on=day)
    check.check(run.pk)
    run.refresh_from_db()
    return run


def make_issue(**overrides: Any) -> Issue:
    """An issue in draft, without blocks. ``author``: a person of the team."""
    number = next(_issue_numbers)
    fields = {"number": number, "title": f"Numéro {number}", "subject": "Ce qui change", "preheader": "En bref"}
    fields |= overrides
    fields["author"] = fields.get("author") or make_staff(Role.EDITORS)
    return Issue.objects.create(**fields)


def make_block(**overrides: Any) -> Block:
    fields = {"kind": "product", "title": f"Encart {next(_numbers)}", "text": "Une offre pour les commerces."}
    fields |= overrides
    fields["issue"] = fields.get("issue") or make_issue()
    if fields["kind"] in Block.Kind.of_suppliers():
        fields["supplier"] = fields.get("supplier") or make_organisation()
    fields.setdefault("position", fields["issue"].blocks.count())
    return Block.objects.create(**fields)


def make_sent_issue(**overrides: Any) -> Issue:
    """An issue that has left, without recipients unless ``make_delivery`` adds them."""
    author, approver = make_staff(Role.EDITORS), make_staff(Role.EDITORS)
    fields = {
        "author": author,
        "approved_by": approver,
        "approved_at": timezone.now(),
        "content_hash": "ab" * 32,
        "frozen_hash": "ab" * 32,
        "frozen_at": timezone.now(),
        "audience_count": 0,
        "candidate_count": 0,
        "state": Issue.State.SENT,
        "finished_at": timezone.now(),
    }
    return make_issue(**(fields | overrides))


def make_delivery(**overrides: Any) -> Delivery:
    """One recipient more of an issue that has left; its counts follow."""
    fields = dict(overrides)
    issue = fields["issue"] = fields.get("issue") or make_sent_issue()
    contact = fields["contact"] = fields.get("contact") or make_user()
    rendition = issue.renditions.first() or Rendition.objects.create(
        issue=issue, blocks=[], variant="v", html="", text="", skeleton=b"message", slots=[]
    )
    settled = timezone.now() if fields.get("state", "sent") in ("sent", "refused", "uncertain") else None
    Issue.objects.filter(pk=issue.pk).update(
        audience_count=F("audience_count") + 1, candidate_count=F("candidate_count") + 1
    )
    issue.refresh_from_db()
    return Delivery.objects.create(
        **{
            "rendition": rendition,
            "lane": Lane.objects.get(is_default=True),
            "address": contact.email,
            "address_hash": contact.address_hash,
            "segment": Delivery.Segment.AMBASSADORS,
            "state": Delivery.State.SENT,
            "settled_at": settled,
            **fields,
        }
    )


def make_mail(**overrides: Any) -> OutboxMail:
    """A service mail written and due."""
    number = next(_numbers)
    fields = {
        "key": f"essai:{number}",
        "template": "account/email/password_changed",
        "to_address": f"personne{number}@exemple.example",
        "subject": "Été : votre mot de passe a changé",
        "text": "Bonjour,\n.point en tête\n",
        "html": "<p>Bonjour</p>",
    }
    return OutboxMail.objects.create(**(fields | overrides))


def make_notice(**overrides: Any) -> Notice:
    """The information mail of a person from a file, posted."""
    fields = {"posted_at": timezone.now(), **overrides}
    fields["person"] = fields.get("person") or make_user(source="imported")
    fields["mail"] = fields["mail"] if "mail" in fields else make_mail(person=fields["person"])
    return Notice.objects.create(**fields)
