#!/bin/sh
# What a server needs, made in the project's folder: `install.sh libraries`, then `install.sh static`.
# Used by the Dockerfile and by hand for the systemd units; needs uv.
set -eu
cd "$(dirname "$0")/.."

case "${1:-}" in
libraries) # those of production alone, exactly as locked
  UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never uv sync --frozen --no-dev --quiet
  ;;
static) # collected, hashed and compressed; reads no secret and contacts nobody
  CLUB_MODE=demo STATIC_COLLECTED=1 STATIC_ROOT="${STATIC_ROOT:-$PWD/staticfiles}" \
    .venv/bin/python manage.py collectstatic --no-input --clear -v0
  .venv/bin/python -m compileall -q club members ambassadors channel events newsletters
  ;;
*)
  echo "usage: install.sh libraries|static" >&2
  exit 2
  ;;
esac
