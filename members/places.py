"""Where an organisation buys from the Club, which tells whose VAT its services bear: a business is taxed where it is
established (art. 259-1° of the CGI, art. 44 of directive 2006/112/CE).
"""

from django.conf import settings
from stdnum.eu import vat as eu_vat

from members.models import Place

FRENCH = {"FR", "MC", "GP", "MQ", "RE"}
"""Codes of countries where French VAT applies as in France: Monaco and the overseas departments that know it."""
BY_HAND = {"GF": "en Guyane", "YT": "à Mayotte"}
"""Departments where French VAT does not apply, by an article of their own (art. 294 of the CGI)."""
POSTCODES = {"973": "GF", "976": "YT"}
"""How their addresses begin when the country is said to be France."""
PREFIXES = {"GR": "EL"}
"""Countries whose VAT numbers begin otherwise than by their code."""


def place_of(*, country: str, vat_number: str, siren: str, is_public: bool) -> Place:
    """Of a buyer. One of the Union without its own VAT number, and a public body of elsewhere, are no businesses for
    the tax: French VAT applies. So it does to a French company that is billed beyond the Union, and when the Club is
    not liable for VAT, which charges none.
    """
    if country in FRENCH or not settings.SELLER["vat_liable"]:
        return Place.FRANCE
    if is_in_union(country):
        return Place.UNION if is_number_of_union(vat_number) else Place.FRANCE
    return Place.FRANCE if is_public or siren else Place.ABROAD


def is_in_union(country: str) -> bool:
    """A member state other than France."""
    return country not in FRENCH and PREFIXES.get(country, country).lower() in {*eu_vat.MEMBER_STATES, "el"}


def is_number_of_union(vat_number: str) -> bool:
    """A VAT number of another member state, by its form and its check digits; only VIES tells whether it lives."""
    number = vat_number.replace(" ", "").upper()
    return not number.startswith("FR") and eu_vat.is_valid(number)
