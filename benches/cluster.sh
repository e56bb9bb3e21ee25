#!/bin/sh
# A private PostgreSQL cluster for a measurement without the peer: cluster.sh up | down
# The same interface and the same settings as the peer's pg.sh, which is used where it is there.
# Needs PEER_TMP (scratch folder), PG_BIN and PG_PORT; role "shop", no password, loopback and socket only.
set -eu
: "${PEER_TMP:?}" "${PG_BIN:?}" "${PG_PORT:?}"
dir="$PEER_TMP/pg"
as=""
[ "$(id -u)" = 0 ] && as="runuser -u ${PG_OS_USER:-postgres} --"
cd /
case "${1:-}" in
  up)
    mkdir -p "$dir/run"
    [ "$(id -u)" = 0 ] && chown -R "${PG_OS_USER:-postgres}" "$dir"
    if [ ! -d "$dir/data" ]; then
      $as "$PG_BIN/initdb" -D "$dir/data" -U postgres -A trust --no-instructions >/dev/null
      $as tee -a "$dir/data/postgresql.conf" >/dev/null <<CONF
listen_addresses = '127.0.0.1'
port = $PG_PORT
unix_socket_directories = '$dir/run'
max_connections = 100
shared_buffers = 1GB
effective_cache_size = 4GB
work_mem = 16MB
maintenance_work_mem = 256MB
random_page_cost = 1.1
jit = off
max_wal_size = 4GB
max_parallel_workers_per_gather = 0
timezone = 'UTC'
CONF
    fi
    $as "$PG_BIN/pg_ctl" -D "$dir/data" -l "$dir/log" -w start >/dev/null
    "$PG_BIN/psql" -qAt -h "$dir/run" -p "$PG_PORT" -U postgres -c "SELECT 1 FROM pg_roles WHERE rolname = 'shop'" | grep -q 1 ||
      "$PG_BIN/psql" -q -h "$dir/run" -p "$PG_PORT" -U postgres -c "CREATE ROLE shop LOGIN SUPERUSER" ;;
  down)
    if [ -d "$dir/data" ]; then $as "$PG_BIN/pg_ctl" -D "$dir/data" -m fast -w stop >/dev/null || :; fi
    rm -rf "$dir" ;;
  *) echo "usage: cluster.sh up|down" >&2; exit 2 ;;
esac
