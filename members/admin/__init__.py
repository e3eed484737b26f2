"""Console screens of people and organisations."""

from members.admin import organisations, people

__all__ = ["organisations", "people"]
