"""Addresses of people and organisations, by audience."""

from django.urls import path

from members.views import exports, imports, people

console = [
    path("imports/", imports.imports, name="imports"),
    path("imports/nouveau/", imports.import_new, name="import_new"),
    path("imports/modele/<slug:kind>.<slug:file_kind>", imports.import_model, name="import_model"),
    path("imports/<int:pk>/", imports.import_run, name="import"),
    path("imports/<int:pk>/importer/", imports.import_confirm, name="import_confirm"),
    path("imports/<int:pk>/annuler/", imports.import_cancel, name="import_cancel"),
    path("imports/<int:pk>/refusees.<slug:file_kind>", imports.import_refused, name="import_refused"),
    path("personnes/<int:pk>/informee/", people.note_told, name="person_told"),
    path("exports/<slug:kind>/", exports.export, name="export"),
]
