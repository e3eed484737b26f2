#!/bin/sh
# One process of the platform in the foreground: web | worker QUEUE [PROCESSES] | beat | migrate.
# Everything else comes from the environment (docs/operating.md).
set -eu
cd "$(dirname "$0")/.."
PATH="$PWD/.venv/bin:$PATH"

case "${1:-}" in
web) # a page that takes longer than 5 s is a fault, and lets go of the database
  export DB_STATEMENT_TIMEOUT_MS="${DB_STATEMENT_TIMEOUT_MS:-5000}" DB_IDLE_TIMEOUT_MS="${DB_IDLE_TIMEOUT_MS:-10000}"
  exec granian --interface wsgi --host "${WEB_HOST:-0.0.0.0}" --port "${WEB_PORT:-8000}" \
    --workers "${WEB_PROCESSES:-2}" --blocking-threads "${WEB_THREADS:-4}" --respawn-failed-workers \
    club.wsgi:application
  ;;
worker) # SIGTERM: nothing new is taken, senders stop between two messages, other tasks end; then SIGKILL may come
  exec celery -A club worker -Q "${2:?which queue?}" -c "${3:-1}" -n "$2@%h" \
    --without-mingle --without-gossip -l INFO
  ;;
beat) # several do no harm: they only knock
  exec celery -A club beat -s "${BEAT_FILE:-/tmp/club-beat}" --pidfile= -l INFO
  ;;
migrate) # before the others, at each deployment
  python manage.py migrate --no-input
  exec python manage.py sync_roles
  ;;
*)
  echo "usage: start.sh web | worker QUEUE [PROCESSES] | beat | migrate" >&2
  exit 2
  ;;
esac
