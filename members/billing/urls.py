"""Addresses of proposals, dues documents and payments, by audience."""

from django.urls.resolvers import URLPattern

from members.billing import document_urls, membership_urls, money_urls, proposal_urls

public: list[URLPattern] = [
    *proposal_urls.public,
    *membership_urls.public,
]
portal: list[URLPattern] = [
    *membership_urls.portal,
    *document_urls.portal,
]
console: list[URLPattern] = [
    *proposal_urls.console,
    *membership_urls.console,
    *money_urls.console,
    *document_urls.console,
]
