#!/usr/bin/env bash
# The queries' descriptions in .sqlx, without which the program does not compile offline.
#   queries.sh check FOLDER   clippy for the server against a real database; fails when .sqlx is not what it says
#   queries.sh prepare        writes .sqlx anew
# FOLDER holds a cluster started by scripts/postgres.sh.
. "$(dirname "$0")/lib.sh"

action=${1:?usage: scripts/queries.sh check FOLDER, scripts/queries.sh prepare}
work=$(mktemp -d "${TMPDIR:-/tmp}/vitrine-queries.XXXXXX")
own_cluster=
cleanup() {
  # The crate's root was touched to have its queries looked at again; the other builds need not know.
  if [ -e "$work/mtime" ]; then touch -r "$work/mtime" src/lib.rs; fi
  if [ -n "$own_cluster" ]; then scripts/postgres.sh stop "$own_cluster"; fi
  rm -rf "$work"
}
trap cleanup EXIT

if [ "$action" = check ]; then
  cluster=${2:?usage: scripts/queries.sh check FOLDER}
else
  own_cluster=$(mktemp -d "${TMPDIR:-/tmp}/vitrine-pg.XXXXXX")
  cluster=$own_cluster
  scripts/postgres.sh start "$cluster"
fi
url=$(scripts/postgres.sh url "$cluster" vitrine_queries)

migrate() {
  local file psql
  if psql=$(PATH="$PATH:$(postgres_bin)" command -v psql); then
    for file in migrations/*.up.sql; do
      "$psql" "$url" --quiet --no-psqlrc -v ON_ERROR_STOP=1 --single-transaction -f "$file" >/dev/null ||
        fail "the migration $file failed"
    done
  else
    SQLX_OFFLINE=true DATABASE_URL=$url cargo run --quiet --features ssr -- migrate
  fi
}
timed "migrations on an empty database" migrate

export SQLX_OFFLINE=false SQLX_OFFLINE_DIR=$work/queries DATABASE_URL=$url
mkdir "$SQLX_OFFLINE_DIR"
touch -r src/lib.rs "$work/mtime"
touch src/lib.rs
if [ "$action" = check ]; then
  cargo clippy --features ssr --all-targets -- -D warnings
  mkdir -p "$work/empty"
  recorded=.sqlx
  if [ ! -d .sqlx ]; then recorded=$work/empty; fi
  diff -rq "$recorded" "$SQLX_OFFLINE_DIR" >&2 ||
    fail ".sqlx is not what the queries and migrations say" "Run make prepare and commit .sqlx."
  say "   .sqlx is up to date: $(find "$SQLX_OFFLINE_DIR" -name 'query-*.json' | wc -l) queries"
else
  timed "describing the queries" cargo check --features ssr --all-targets
  mkdir -p .sqlx
  find .sqlx -name 'query-*.json' -delete
  find "$SQLX_OFFLINE_DIR" -name 'query-*.json' -exec cp {} .sqlx/ \;
  say "   .sqlx holds $(find .sqlx -name 'query-*.json' | wc -l) queries"
fi
