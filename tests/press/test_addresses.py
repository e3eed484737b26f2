"""Addresses of stories: unwrapped, without what follows readers, one form to compare."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from club.press.addresses import canonical, clean

GOOGLE = (
    "https://www.google.com/url?rct=j&sa=t&url=https://journal.example/a.html%3Fid%3D4%26utm_source%3Drss&ct=ga&cd=x"
)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (GOOGLE, "https://journal.example/a.html?id=4"),
        (
            GOOGLE.replace("google.com/", "google.co.uk/").replace("&url=", "&q="),
            "https://journal.example/a.html?id=4",
        ),
        ("https://www.google.com/url?url=javascript:alert(1)", "https://www.google.com/url?url=javascript:alert(1)"),
        ("https://pasgoogle.com/url?url=https://a.example/", "https://pasgoogle.com/url?url=https://a.example/"),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Fa.example%2Fb%3Ffbclid%3D1&h=z", "https://a.example/b"),
        ("http://A.example:80/b?UTM_Campaign=x&gclid=1&xtor=RSS-1&page=2#partie", "http://a.example/b?page=2"),
        ("https://a.example/b%2Fc?q=x%2Fy&utm=garde", "https://a.example/b%2Fc?q=x%2Fy&utm=garde"),
        ("https://été.example/pâge", "https://xn--t-9fab.example/p%C3%A2ge".replace("t-9fab", "t-9fab")),
        ("https://a.example/#!/page", "https://a.example/#!/page"),
        ("ftp://a.example/", ""),
        ("javascript:alert(1)", ""),
        ("/relative", ""),
        ("https://a.example:99999999/", ""),
        ("https://[::1/", ""),
        (f"https://a.example/{'x' * 1000}", ""),
    ],
)
def test_clean_gives_where_an_address_leads(address: str, expected: str) -> None:
    expected = expected.replace("xn--t-9fab", "été".encode("idna").decode())
    assert clean(address) == expected


def test_two_ways_of_writing_one_page_are_one() -> None:
    ways = [
        GOOGLE,
        "http://journal.example/a.html?id=4",
        "https://www.journal.example:443/a.html/?fbclid=9&id=4#haut",
        "HTTPS://JOURNAL.example./a.html?id=4&utm_medium=rss",
    ]
    assert {canonical(way) for way in ways} == {"journal.example/a.html?id=4"}
    assert canonical("https://a.example/?b=2&a=1") == canonical("https://a.example?a=1&b=2")
    assert canonical("https://a.example/a.html?id=5") != canonical(ways[1])


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60).map(lambda text: f"https://a.example/{text}") | st.text(max_size=60))
def test_cleaning_twice_changes_nothing(address: str) -> None:
    """And nothing that a stranger writes breaks it."""
    once = clean(address)
    assert clean(once) == once
    assert canonical(once) == canonical(address)
