"""Console screens of people and organisations."""

from members.admin import catalogue, membership, organisations, people

__all__ = ["catalogue", "membership", "organisations", "people"]
