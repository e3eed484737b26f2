#!/bin/sh
# Everything the Club could not make again, into a new folder: backup.sh PARENT_FOLDER [KEEP]
# Needs DATABASE_URL and MEDIA_ROOT (from club.env), pg_dump of the server's version or newer. KEEP (default 30)
# backups stay. Contains personal data: encrypt where it is stored, and store a copy elsewhere.
set -eu
umask 077
parent=${1:?usage: backup.sh PARENT_FOLDER [KEEP]}
keep=${2:-30}
: "${DATABASE_URL:?}" "${MEDIA_ROOT:?}"

name=club-$(date -u +%Y-%m-%dT%H%M%SZ)
draft=$parent/.$name.part
mkdir -p "$parent"
mkdir "$draft"
trap 'rm -rf "$draft"' EXIT

# The database first: a file is stored before the row that names it, so every row finds its file.
pg_dump --format=custom --no-owner --no-privileges --file="$draft/database.dump" "$DATABASE_URL"
pg_restore --list "$draft/database.dump" >/dev/null
if [ -d "$MEDIA_ROOT" ]; then
  tar -C "$MEDIA_ROOT" -czf "$draft/media.tar.gz" .
else
  tar -czf "$draft/media.tar.gz" -T /dev/null
fi
(cd "$draft" && sha256sum database.dump media.tar.gz >SHA256SUMS)
mv "$draft" "$parent/$name" # whole, or not there at all
trap - EXIT

find "$parent" -mindepth 1 -maxdepth 1 -type d -name 'club-*Z' | sort -r | tail -n "+$((keep + 1))" |
  while read -r old; do rm -rf "$old"; done
echo "$parent/$name"
