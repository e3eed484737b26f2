"""Addresses of proposals, dues documents and payments, by audience."""

from django.urls.resolvers import URLPattern

public: list[URLPattern] = []
portal: list[URLPattern] = []
console: list[URLPattern] = []
