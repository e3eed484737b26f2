"""Starts the real servers and our processes for the demo, the tests and the benchmarks.

Standard library only. ``Postgres`` and ``Valkey`` serve tests and benchmarks that need servers of their own.
"""

from deploy.launcher.postgres import Postgres
from deploy.launcher.valkey import Valkey

__all__ = ["Postgres", "Valkey"]
