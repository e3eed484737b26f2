"""The two ways to a page of the directory."""

import pytest


@pytest.fixture(params=["gathered", "walked"])
def both_ways(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small directory is gathered, a huge one walked: both show the same."""
    for app in ("channel", "ambassadors") if request.param == "walked" else ():
        monkeypatch.setattr(f"{app}.directory.is_small", lambda model: False)
        monkeypatch.setattr(f"{app}.directory.are_few", lambda name, rows, most=0: False)
    if request.param == "walked":
        monkeypatch.setattr("club.core.ranking.NAMED", 0)
