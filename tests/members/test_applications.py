"""The verbs of an application, each with what it refuses."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from club.core.errors import ClubError
from club.core.models import AuditEntry, OutboxMail
from members import applying
from members.actions import applications
from members.applying import Part
from members.models import Application, OptionVersion, Organisation, User
from tests.factories import make_commune, make_organisation, make_staff
from tests.joining_factories import make_applicant, make_application, make_demo_catalogue
from tests.membership_factories import make_option, make_texts, make_version

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def sent(**overrides) -> Application:
    return make_application(state="submitted", **overrides)


def accepted() -> dict[str, int]:
    return {kind: text.pk for kind, text in make_texts().items()}


def mails() -> list[str]:
    return sorted(OutboxMail.objects.values_list("template", flat=True))


def save_options(application: Application, **basket: int) -> Application:
    return applications.save_options(
        application=application,
        basket={code.replace("_", "-"): number for code, number in basket.items()},
        starts_on=TODAY(),
        year="calendar",
        years=1,
        seal=applying.seal(application, Part.OPTIONS),
    )


def test_options_are_kept_at_the_versions_of_the_first_day():
    make_demo_catalogue()
    row = save_options(make_application(), base_marque=1, ateliers=2)
    assert [(line.version.option.code, line.quantity) for line in row.lines.all()] == [
        ("base-marque", 1),
        ("ateliers", 2),
    ]


def test_options_that_do_not_go_together_are_refused():
    make_demo_catalogue()
    application = make_application()
    with pytest.raises(ClubError, match="une seule cotisation de base"):
        save_options(application, base_marque=1, partenaire_officiel=1)
    assert application.lines.count() == 1


def test_options_of_the_other_side_go_when_the_side_changes():
    brand, both = make_version(sides=["brand"]), make_version()
    application = make_application(brand, both)
    applications.save_organisation(
        application=application,
        fields={"side": "institution", "kind": "chamber"},
        seal=applying.seal(application, Part.ORGANISATION),
    )
    assert [line.version for line in application.lines.all()] == [both]


def test_second_tab_is_told_and_overwrites_nothing():
    application = make_application()
    old = applying.seal(application, Part.ORGANISATION)
    fields = {"name": "Première", "side": "brand"}
    applications.save_organisation(application=application, fields=fields, seal=old)
    with pytest.raises(applications.Outrun):
        applications.save_organisation(application=application, fields={"name": "Seconde", "side": "brand"}, seal=old)
    application.refresh_from_db()
    assert application.name == "Première"


def test_two_tabs_on_two_parts_do_not_disturb_each_other():
    application = make_application()
    seal = applying.seal(application, Part.PEOPLE)
    applications.save_organisation(
        application=application,
        fields={"name": "Autre", "side": "brand"},
        seal=applying.seal(application, Part.ORGANISATION),
    )
    person = dict.fromkeys(applying.PERSON_FIELDS, "") | {"roles": ["administrator", "signatory"]}
    applications.save_people(application=application, people=[person | {"email": "a@b.example"}], seal=seal)
    assert application.people.get().email == "a@b.example"


@pytest.mark.parametrize("roles", [["administrator"], ["signatory", "billing"], []])
def test_people_need_an_administrator_and_a_signatory(roles):
    application = make_application()
    seal = applying.seal(application, Part.PEOPLE)
    person = dict.fromkeys(applying.PERSON_FIELDS, "") | {"roles": roles, "email": "a@b.example"}
    with pytest.raises(ClubError, match="Il manque"):
        applications.save_people(application=application, people=[person], seal=seal)


def test_administrator_gets_the_mails_when_nobody_else_does():
    application = make_application(contact_email="")
    person = dict.fromkeys(applying.PERSON_FIELDS, "")
    people = [
        person | {"roles": ["signatory"], "email": "signataire@b.example"},
        person | {"roles": ["administrator"], "email": "administratrice@b.example"},
    ]
    row = applications.save_people(
        application=application, people=people, seal=applying.seal(application, Part.PEOPLE)
    )
    assert row.contact_email == "administratrice@b.example"


def test_sending_keeps_the_versions_accepted_and_mails_once():
    application, texts = make_application(), accepted()
    row = applications.submit(application=application, order_number="BC-7", accepted=texts)
    assert (row.state, row.order_number) == ("submitted", "BC-7")
    assert [row.statutes_id, row.rules_id, row.terms_id] == [texts[k] for k in ("statutes", "rules", "terms")]
    assert row.accepted_at == row.submitted_at
    assert mails() == ["members/emails/application_received"]
    with pytest.raises(ClubError, match="déjà envoyée"):
        applications.submit(application=application, order_number="", accepted=texts)
    assert len(mails()) == 1


@pytest.mark.parametrize("change", [{"terms": 0}, dict.fromkeys(["statutes", "rules", "terms"], 0)])
def test_texts_in_force_must_be_accepted(change):
    texts = accepted() | change
    with pytest.raises(ClubError, match="Acceptez les textes"):
        applications.submit(application=make_application(), order_number="", accepted=texts)


@pytest.mark.parametrize(
    ("overrides", "sentence"),
    [
        ({"name": ""}, "Il manque le nom"),
        ({"siren": ""}, "le numéro SIREN"),
        ({"city": ""}, "la ville"),
        ({"starts_on": date(2020, 1, 1)}, "La date de début est passée"),
        ({"people": False}, "Il manque un administrateur et un signataire"),
    ],
)
def test_incomplete_application_does_not_leave(overrides, sentence):
    with pytest.raises(ClubError, match=sentence):
        applications.submit(application=make_application(**overrides), order_number="", accepted=accepted())


def test_option_withdrawn_since_it_was_chosen_does_not_leave():
    option = make_option(is_base=True)
    application = make_application(option.versions.get())
    option.is_offered = False
    option.save()
    with pytest.raises(ClubError, match="n’est pas proposée"):
        applications.submit(application=application, order_number="", accepted=accepted())


def test_changes_asked_go_to_the_applicant_who_sends_again():
    row = applications.ask_changes(application=sent(), said="Le nom du signataire", by=make_staff())
    assert (row.state, row.changes_asked) == ("changes", "Le nom du signataire")
    assert "Le nom du signataire" in OutboxMail.objects.get().text
    again = applications.submit(application=row, order_number="", accepted=accepted())
    assert (again.state, again.changes_asked) == ("submitted", "")
    assert mails() == ["members/emails/application_received", "members/emails/changes_asked"]


def test_changes_asked_must_say_which():
    with pytest.raises(ClubError, match="Dites ce qui est"):
        applications.ask_changes(application=sent(), said="  ", by=make_staff())


def admit(application, **overrides) -> Application:
    fields = {"body": "Bureau", "on": TODAY(), "by": make_staff()} | overrides
    return applications.admit(application=application, **fields)


def test_admission_creates_the_organisation():
    commune = make_commune()
    row = admit(sent(name="Nouvelle", postcode="53000", city="LAVAL", kind="operator"))
    made = row.organisation
    assert (row.state, row.decided_by_body, row.decided_on) == ("admitted", "Bureau", TODAY())
    assert (made.name, made.side, made.kind, made.siren) == ("Nouvelle", "brand", "operator", row.siren)
    assert made.commune == commune
    assert AuditEntry.objects.filter(verb="application.admit").count() == 1


def test_admission_links_the_organisation_chosen_and_leaves_it_as_it_was():
    known = make_organisation(name="Connue", phone="01")
    row = admit(sent(name="Autre nom", phone="02"), organisation=known)
    known.refresh_from_db()
    assert (row.organisation, known.name, known.phone) == (known, "Connue", "01")
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize("same", ["siren", "name"])
def test_admission_of_somebody_known_asks_to_choose(same):
    known = make_organisation()
    with pytest.raises(ClubError, match="déjà connue"):
        admit(sent(**{same: getattr(known, same)}))


def test_admission_twice_is_refused():
    application = sent()
    admit(application)
    with pytest.raises(ClubError, match="n’attend pas de décision"):
        admit(application)
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize(
    ("fault", "sentence"), [({"body": " "}, "quel organe"), ({"on": date(2999, 1, 1)}, "datée de demain")]
)
def test_decision_has_a_body_and_a_day_that_came(fault, sentence):
    with pytest.raises(ClubError, match=sentence):
        admit(sent(), **fault)


def refuse(application, **overrides) -> Application:
    fields = {"body": "Bureau", "on": TODAY(), "by": make_staff(), "reason": "Concurrent du Club"} | overrides
    return applications.refuse(application=application, **fields)


def test_refusal_keeps_its_reason_inside():
    row = refuse(sent())
    mail = OutboxMail.objects.get()
    assert (row.state, row.reason, row.reason_released) == ("refused", "Concurrent du Club", "")
    assert "Concurrent" not in mail.text + mail.html


def test_released_reason_is_mailed():
    refuse(sent(), released="Votre activité n’entre pas dans l’objet du Club.")
    mail = OutboxMail.objects.get()
    assert "n’entre pas dans l’objet" in mail.text
    assert "n’entre pas dans l’objet" in mail.html


def test_refusal_has_a_reason():
    with pytest.raises(ClubError, match="Notez le motif"):
        refuse(sent(), reason=" ")


def test_abandoned_application_is_closed():
    row = applications.abandon(application=make_application())
    assert row.state == "abandoned"
    with pytest.raises(ClubError, match="déjà envoyée"):
        save_options(row)
    with pytest.raises(ClubError, match="déjà décidée"):
        applications.abandon(application=row)


def test_link_is_mailed_once_per_address():
    application = make_application()
    for _ in range(2):
        applications.send_link(application=application)
    assert mails() == ["members/emails/application_link"]
    application.contact_email = "autre@exemple.example"
    applications.send_link(application=application)
    assert len(mails()) == 2


def test_mails_repeat_nothing_that_was_typed():
    """Somebody else's address may be typed: the mail must not carry a message to it."""
    applications.send_link(application=make_application(name="ACHETEZ ICI"))
    mail = OutboxMail.objects.get()
    assert "ACHETEZ" not in mail.subject + mail.text + mail.html


def test_nobody_becomes_a_user_before_the_membership():
    make_applicant(application=sent(), email="future@exemple.example")
    assert not User.objects.filter(email="future@exemple.example").exists()


def test_price_follows_the_period():
    application = make_application(starts_on=date(2026, 3, 15))
    assert applying.quote_of(application).net == 4800
    application.year, application.years = "rolling", 2
    assert applying.quote_of(application).net == 12000
    assert applying.ends_on(application) == date(2028, 3, 14)


def test_price_that_changed_since_the_choice_is_read_again_before_it_binds():
    """The new price was written for a day to come before anybody chose the option."""
    tomorrow = TODAY() + timedelta(days=1)
    option = make_option(is_base=True)
    option.versions.update(ends_on=TODAY())
    OptionVersion.objects.create(option=option, starts_on=tomorrow, price=7000)
    application = make_application(option.version_on(TODAY()), starts_on=tomorrow)
    with pytest.raises(ClubError, match="ont changé depuis votre choix"):
        applications.submit(application=application, order_number="", accepted=accepted())
