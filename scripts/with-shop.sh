#!/usr/bin/env bash
# Runs a command against a shop to throw away: with-shop.sh COMMAND...
# The release binary serves the demo catalogue from an empty folder, on a free port, with a database of its own.
# The command finds the shop's address in VITRINE_URL; all of it is gone when the command ends. Settings in the
# environment reach the shop. With VITRINE_SHOP=empty it sells nothing. Where VITRINE_SUPERUSER_EMAIL and
# VITRINE_SUPERUSER_PASSWORD are set, it has that administrator.
. "$(dirname "$0")/lib.sh"

binary=$(target_dir)/release/vitrine
[ -x "$binary" ] || fail "there is no release binary" "Run scripts/build.sh first."
work=$(mktemp -d "${TMPDIR:-/tmp}/vitrine-shop.XXXXXX")
chmod 711 "$work" # PostgreSQL may run as another user
server=
cleanup() {
  if [ -n "$server" ]; then
    kill -TERM "$server" 2>/dev/null || :
    wait "$server" 2>/dev/null || :
  fi
  scripts/postgres.sh stop "$work/pg"
  rm -rf "$work"
}
trap cleanup EXIT

scripts/postgres.sh start "$work/pg"
port=$(free_port)
export VITRINE_URL=http://127.0.0.1:$port
shop() {
  cd "$work"
  # Each test comes from an address of its own, or throttles would take them all for one.
  DATABASE_URL=$(scripts_url) VITRINE_TRUSTED_PROXIES=127.0.0.1 LEPTOS_SITE_ADDR=127.0.0.1:$port VITRINE_PUBLIC_URL=$VITRINE_URL exec "$binary" "$@"
}
scripts_url() { "$root/scripts/postgres.sh" url "$work/pg" vitrine_shop; }
(shop migrate) >"$work/log" 2>&1 || fail "vitrine migrate failed" "$(tail -n 5 "$work/log")"
if [ "${VITRINE_SHOP:-demo}" != empty ]; then
  (shop demo) >>"$work/log" 2>&1 || fail "vitrine demo failed" "$(tail -n 5 "$work/log")"
fi
if [ -n "${VITRINE_SUPERUSER_EMAIL:-}" ]; then
  (shop createsuperuser --email "$VITRINE_SUPERUSER_EMAIL" --username chief --no-input) >>"$work/log" 2>&1 ||
    fail "vitrine createsuperuser failed" "$(tail -n 5 "$work/log")"
fi
(shop serve) >>"$work/log" 2>&1 &
server=$!

ready() {
  node -e 'fetch(process.env.VITRINE_URL + "/readyz").then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))'
}
waited=0
until ready; do
  waited=$((waited + 1))
  if [ $waited -gt 150 ] || ! kill -0 "$server" 2>/dev/null; then
    fail "the shop did not start" "$(tail -n 20 "$work/log")"
  fi
  sleep 0.1
done
status=0
"$@" || status=$?
if [ $status != 0 ]; then
  cp "$work/log" "$(target_dir)/shop.log"
  say "the shop's log: $(target_dir)/shop.log"
fi
exit $status
