"""The place field in a real Chromium: a combobox by keyboard and mouse, announced; without script, a choice."""

import pytest
from playwright.sync_api import Page, expect

from club.core import territories

pytestmark = pytest.mark.slow


@pytest.fixture
def home(site: str, places_file: str) -> str:
    territories.load(places_file)
    return site + "/"


def test_keyboard_alone(page: Page, home: str) -> None:
    page.goto(home)
    field = page.get_by_role("combobox", name="Près de")
    field.press_sequentially("saint et", delay=30)
    expect(page.get_by_role("option").first).to_contain_text("Saint-Étienne")
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowDown")
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    first = page.get_by_role("option").first.get_attribute("id")
    assert field.get_attribute("aria-activedescendant") == first
    field.press("ArrowUp")
    assert field.get_attribute("aria-activedescendant") != first
    field.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("saint et")
    field.press("ArrowDown")
    expect(page.get_by_role("option").first).to_be_visible()
    field.press("ArrowDown")
    field.press("Enter")
    expect(field).to_have_value("Saint-Étienne (42)")
    field.press("Enter")
    expect(page).to_have_url(home + "annuaire/?besoin=&lieu=Saint-%C3%89tienne+%2842%29")


def test_mouse_and_announcement(page: Page, home: str) -> None:
    page.goto(home)
    page.get_by_role("combobox", name="Près de").press_sequentially("mayenne", delay=30)
    expect(page.get_by_role("status").filter(has_text="lieux")).to_have_count(1)
    page.get_by_role("option", name="Mayenne département").click()
    expect(page.get_by_role("combobox", name="Près de")).to_have_value("Mayenne (département)")


def test_place_that_does_not_exist_opens_no_list(page: Page, home: str) -> None:
    page.goto(home)
    page.get_by_role("combobox", name="Près de").press_sequentially("zzzzqq", delay=30)
    expect(page.get_by_text("Aucun lieu", exact=True)).to_have_count(1)
    expect(page.get_by_role("listbox")).to_be_hidden()
