#!/bin/sh
# A backup into an EMPTY database, with mail switched off: restore.sh BACKUP_FOLDER ENV_FILE
# ENV_FILE (club.env) gives DATABASE_URL and MEDIA_ROOT, and MAIL_ENABLED=0 is written in it: what the backup holds as
# "to send" may have left since. Everything waiting is put in doubt for people to decide (docs/operating.md).
set -eu
backup=$(cd "${1:?usage: restore.sh BACKUP_FOLDER ENV_FILE}" && pwd)
env_file=${2:?usage: restore.sh BACKUP_FOLDER ENV_FILE}
here=$(cd "$(dirname "$0")/.." && pwd)

(cd "$backup" && sha256sum --check --quiet SHA256SUMS)

# Mail off before anything else, so that no worker can find a full database with mail on.
others=$(grep -v '^MAIL_ENABLED=' "$env_file")
printf '%s\nMAIL_ENABLED=0\n' "$others" >"$env_file"
while IFS= read -r line || [ -n "$line" ]; do # like systemd and compose: no shell expansion in values
  case $line in '' | '#'*) ;; *=*) export "${line%%=*}=${line#*=}" ;; esac
done <"$env_file"
: "${DATABASE_URL:?is missing in $env_file}" "${MEDIA_ROOT:?is missing in $env_file}"

tables=$(psql -XAtqc "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'" "$DATABASE_URL")
if [ "$tables" != 0 ]; then
  echo "The database holds $tables tables: restore into an empty one." >&2
  exit 1
fi

pg_restore --no-owner --no-privileges --exit-on-error --single-transaction --dbname="$DATABASE_URL" \
  "$backup/database.dump"
mkdir -p "$MEDIA_ROOT"
tar -C "$MEDIA_ROOT" -xzf "$backup/media.tar.gz"

cd "$here"
.venv/bin/python manage.py migrate --no-input -v0
.venv/bin/python manage.py calm_restored_copy
echo "Restored, with MAIL_ENABLED=0 in $env_file."
