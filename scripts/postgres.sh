#!/usr/bin/env bash
# A PostgreSQL to throw away, for tests: postgres.sh start|stop FOLDER, postgres.sh url FOLDER [DATABASE].
# It listens on a socket in FOLDER alone and does not wait for the disk (fsync is off): never keep anything in it.
# FOLDER must be short (a socket's path ends at about 100 bytes) and must not exist, or be empty.
. "$(dirname "$0")/lib.sh"

usage="usage: scripts/postgres.sh start|stop FOLDER, scripts/postgres.sh url FOLDER [DATABASE]"
action=${1:?$usage}
folder=${2:?$usage}
databases="vitrine_test vitrine_queries vitrine_shop"

# PostgreSQL refuses to run as root: a user namespace in which root is somebody else, else another user.
# Both replace the process (exec), so that $! is the server's own id.
become=()
choose_user() {
  local user
  if [ "$(id -u)" != 0 ]; then return; fi
  if unshare --user --map-user=1000 --map-group=1000 true 2>/dev/null; then
    become=(unshare --user --map-user=1000 --map-group=1000)
    return
  fi
  if id postgres >/dev/null 2>&1; then user=postgres; else user=nobody; fi
  chown "$user" "$folder"
  become=(setpriv --reuid "$user" --regid "$(id -g "$user")" --clear-groups)
}

start() {
  local bin database waited=0
  bin=$(postgres_bin) || fail "PostgreSQL's server programs are missing" "Run scripts/setup.sh, or install the postgresql package."
  mkdir -p "$folder"
  chmod 700 "$folder"
  choose_user
  (
    cd "$folder"
    "${become[@]}" "$bin/initdb" -D "$folder/data" -U postgres -E UTF8 --locale=C.UTF-8 --auth=trust --no-sync >"$folder/initdb.log" 2>&1
  ) || fail "initdb failed" "$(tail -n 3 "$folder/initdb.log")"
  for database in $databases; do # needs no psql, which some packages leave out
    printf 'create database %s\n' "$database" |
      (cd "$folder" && "${become[@]}" "$bin/postgres" --single -F -D "$folder/data" postgres) >>"$folder/initdb.log" 2>&1 ||
      fail "could not create the database $database" "$(tail -n 3 "$folder/initdb.log")"
  done
  cd "$folder"
  "${become[@]}" "$bin/postgres" -D "$folder/data" -F -c listen_addresses= -c unix_socket_directories="$folder" \
    -c synchronous_commit=off -c full_page_writes=off -c max_connections=200 -c jit=off -c timezone=UTC \
    >"$folder/log" 2>&1 </dev/null &
  printf '%s\n' $! >"$folder/pid"
  disown
  until grep -q '^ready' "$folder/data/postmaster.pid" 2>/dev/null; do
    waited=$((waited + 1))
    if [ $waited -gt 300 ] || ! kill -0 "$(cat "$folder/pid")" 2>/dev/null; then
      fail "the test database did not start" "$(tail -n 5 "$folder/log")"
    fi
    sleep 0.1
  done
}

stop() {
  local pid waited=0
  if [ -e "$folder/pid" ]; then
    pid=$(cat "$folder/pid")
    kill -QUIT "$pid" 2>/dev/null || : # at once: nothing in it is kept
    while kill -0 "$pid" 2>/dev/null && [ $waited -lt 100 ]; do
      waited=$((waited + 1))
      sleep 0.1
    done
  fi
  rm -rf "$folder"
}

case $action in
start) start ;;
stop) stop ;;
url) printf 'postgres://postgres@localhost/%s?host=%s\n' "${3:-vitrine_test}" "${folder//\//%2F}" ;;
*) fail "unknown action '$action'" "$usage" ;;
esac
