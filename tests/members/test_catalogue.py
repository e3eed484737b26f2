"""The catalogue in the console: a version that was used is never edited, what visitors read follows at once."""

from datetime import date

import pytest
from django.core.cache import cache
from django.db import InternalError, transaction
from django.urls import reverse

from club.core import edits, pages
from club.core.roles import Role
from members.models import Application, GoverningText, Grant, OptionVersion, StatusOverride
from tests.factories import make_organisation, make_staff, sign_in
from tests.membership_factories import make_membership, make_option, make_text, make_version

pytestmark = pytest.mark.django_db
USED = "Cette version a servi\u00a0: créez-en une nouvelle à partir d’une date."


@pytest.fixture
def staff(client):
    return sign_in(client, make_staff(Role.FINANCE))


def form_of(client, path: str) -> dict[str, object]:
    """The fields of an admin page as a browser would post them."""
    response = client.get(path)
    form = response.context["adminform"].form
    data = {name: form[name].value() for name in form.fields}
    data[edits.FIELD] = form.seal
    for inline in response.context["inline_admin_formsets"]:
        formset = inline.formset
        data |= {f"{formset.management_form.prefix}-{k}": v for k, v in formset.management_form.initial.items()}
        for row in formset.forms:
            data |= {row.add_prefix(name): row[name].value() for name in row.fields}
    return {name: "" if value is None else value for name, value in data.items()}


def change(client, version: OptionVersion, **fields):
    path = reverse("admin:members_optionversion_change", args=[version.pk])
    return client.post(path, form_of(client, path) | fields)


def test_price_of_a_version_nobody_took_may_change(staff):
    version = make_version()
    assert change(staff, version, price="6500").status_code == 302
    version.refresh_from_db()
    assert version.price == 6500


def test_version_that_was_used_answers_with_a_sentence(staff):
    version = make_version()
    make_membership(version)
    response = change(staff, version, price="6500")
    assert response.status_code == 200
    assert USED in response.content.decode()
    version.refresh_from_db()
    assert version.price == 6000


def test_version_that_was_used_may_end(staff):
    version = make_version()
    make_membership(version)
    assert change(staff, version, ends_on="31/12/2026").status_code == 302
    version.refresh_from_db()
    assert version.ends_on == date(2026, 12, 31)


def test_version_an_applicant_chose_is_used_too(staff):
    version = make_version()
    Application.objects.create().lines.create(version=version)
    assert USED in change(staff, version, price="6500").content.decode()


def test_rights_of_a_used_version_stay(staff):
    version = make_version(grants={"insert": 2})
    make_membership(version)
    response = change(staff, version, **{"grants-0-quantity": "9"})
    assert (response.status_code, Grant.objects.get().quantity) == (200, 2)
    assert USED in response.content.decode()


def test_option_s_page_shows_versions_and_leads_to_each(staff):
    version = make_version(grants={"insert": 2})
    path = reverse("admin:members_option_change", args=[version.option_id])
    text = staff.get(path).content.decode()
    assert reverse("admin:members_optionversion_change", args=[version.pk]) in text
    staff.post(path, form_of(staff, path) | {"versions-0-price": "1"})
    version.refresh_from_db()
    assert version.price == 6000


def test_new_version_begins_as_the_last_one(staff):
    last = make_version(price=1200, vat="O", exemption="Sans contrepartie", grants={"insert": 2, "meeting_seat": 4})
    page = staff.get(reverse("admin:members_optionversion_add"), {"option": last.option_id})
    form, grants = page.context["adminform"].form, page.context["inline_admin_formsets"][0].formset
    assert [form[name].value() for name in ("price", "vat", "exemption")] == [1200, "O", "Sans contrepartie"]
    assert [row["kind"].value() for row in grants.forms] == ["insert", "meeting_seat", None]


def test_new_version_starts_at_a_date(staff):
    last = make_version(grants={"insert": 2})
    OptionVersion.objects.update(ends_on=date(2026, 12, 31))
    path = f"{reverse('admin:members_optionversion_add')}?option={last.option_id}"
    data = {"option": last.option_id, "starts_on": "01/01/2027", "price": "6300", "vat": "S20"}
    data |= {"account": "756200", "opens": "acceptance", "grants-TOTAL_FORMS": 2, "grants-INITIAL_FORMS": 0}
    data |= {"grants-0-kind": "insert", "grants-0-quantity": 2, "grants-1-kind": "", "grants-1-quantity": 1}
    assert staff.post(path, data).status_code == 302
    version = last.option.version_on(date(2027, 1, 1))
    assert (version.price, [grant.quantity for grant in version.grants.all()]) == (6300, [2])


def test_two_versions_of_one_day_are_refused_in_words(staff):
    last = make_version()
    data = {"option": last.option_id, "starts_on": "01/01/2027", "price": "6300", "vat": "S20"}
    data |= {"account": "756200", "opens": "acceptance", "grants-TOTAL_FORMS": 0, "grants-INITIAL_FORMS": 0}
    text = staff.post(reverse("admin:members_optionversion_add"), data).content.decode()
    assert "Une autre version de cette option vaut déjà à ces dates." in text


def test_promise_of_a_speech_is_refused(staff):
    option = make_option()
    path = reverse("admin:members_option_change", args=[option.pk])
    response = staff.post(path, form_of(staff, path) | {"summary": "Une prise de parole devant le ministre"})
    assert "loi n° 2013-907" in response.content.decode().replace("\u00a0", " ")


def test_public_pages_are_rendered_again(staff):
    before = cache.get(pages.VERSION_KEY, 0)
    change(staff, make_version(), price="6500")
    assert cache.get(pages.VERSION_KEY, 0) == before + 1


def test_text_that_was_accepted_answers_with_a_sentence(client):
    staff = sign_in(client, make_staff(Role.NETWORK))
    text = make_text()
    Application.objects.create(statutes=text)
    path = reverse("admin:members_governingtext_change", args=[text.pk])
    response = staff.post(path, form_of(staff, path) | {"body": "Autre chose"})
    assert "créez-en une nouvelle version" in response.content.decode()


@pytest.mark.parametrize("kind", ["statutes", "rules", "terms"])
def test_text_that_was_accepted_is_kept_by_the_database(kind):
    text = make_text(kind=kind)
    Application.objects.create(**{kind: text})
    with pytest.raises(InternalError), transaction.atomic():
        GoverningText.objects.filter(pk=text.pk).update(body="Autre chose")


def test_text_nobody_accepted_may_change():
    text = make_text()
    assert GoverningText.objects.filter(pk=text.pk).update(body="Autre chose") == 1


def test_status_decided_bears_who_decided(client):
    decider = make_staff(Role.NETWORK)
    staff = sign_in(client, decider)
    fields = {"organisation": make_organisation().pk, "status": "active", "reason": "Accord du bureau"}
    fields |= {"starts_on": "01/11/2026", "until": "31/12/2026"}
    assert staff.post(reverse("admin:members_statusoverride_add"), fields).status_code == 302
    assert StatusOverride.objects.get().noted_by == decider


def test_end_before_the_start_is_told(staff):
    version = make_version(starts_on=date(2026, 1, 1))
    answer = change(staff, version, ends_on="2025-12-31")
    assert "La date de fin précède la date de début." in answer.content.decode()
