"""Addresses of proposals, dues documents and payments, by audience."""

from django.urls.resolvers import URLPattern

from members.billing import proposal_urls

public: list[URLPattern] = [
    *proposal_urls.public,
]
portal: list[URLPattern] = []
console: list[URLPattern] = [
    *proposal_urls.console,
]
