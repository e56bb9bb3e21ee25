#!/usr/bin/env bash
# make watch: a development build that follows the sources. With DATABASE_URL set, queries are checked against
# that database; without it, against .sqlx.
. "$(dirname "$0")/lib.sh"

scripts/setup.sh watch
if bin=$(postgres_bin); then export PATH="$PATH:$bin"; fi
if [ -z "${DATABASE_URL:-}" ]; then export SQLX_OFFLINE=true; fi
# A release build's files would be served in place of what is being written.
rm -rf target/site target/vitrine-site-built
exec cargo leptos watch "$@" -- serve
