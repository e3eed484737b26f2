"""The world of the walk, made once for all its tests."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import override_settings

from tests.one_rule.walk import Told, World, make_world, walk
from tests.visitors import undone


@pytest.fixture(scope="package")
def world(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Tests that ask for it must not ask for ``db``. Its files are where its own settings say."""
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), undone(), override_settings(MEDIA_ROOT=media):
        yield make_world()


@pytest.fixture(scope="package")
def told(world: World) -> Told:
    """What everybody was told at every address, strangers first."""
    return walk(world, world.people)
