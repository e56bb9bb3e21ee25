# shellcheck shell=bash
# Sourced by the scripts beside it: where things are, and how a step reports itself.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
tools=${VITRINE_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/vitrine/tools}
export PATH="$tools/bin:$root/node_modules/.bin:$PATH"
cd "$root"

say() { printf '%s\n' "$*" >&2; }

# fail WHAT REMEDY: what went wrong, and what to do about it by hand.
fail() {
  say "error: $1"
  if [ $# -gt 1 ]; then say "       $2"; fi
  exit 1
}

# timed TITLE COMMAND...: says what runs and, when it took a second or more, how long.
timed() {
  local title=$1 begun=$SECONDS
  shift
  say "-- $title"
  "$@" || return
  if [ $((SECONDS - begun)) -gt 0 ]; then say "   $((SECONDS - begun)) s"; fi
}

# The folder that cargo builds into (CARGO_TARGET_DIR, a user's configuration, or ./target).
target_dir() {
  cargo metadata --format-version 1 --no-deps --offline 2>/dev/null |
    sed -n 's/.*"target_directory":"\([^"]*\)".*/\1/p' | grep . || printf '%s\n' "${CARGO_TARGET_DIR:-$root/target}"
}

# The folder with initdb and postgres: a setting, the distribution's newest, PATH, the npm package.
postgres_bin() {
  local dir
  if [ -n "${VITRINE_POSTGRES_BINARIES:-}" ]; then printf '%s\n' "$VITRINE_POSTGRES_BINARIES"; return; fi
  dir=$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort -rV | head -n 1)
  if [ -x "$dir/initdb" ]; then printf '%s\n' "$dir"; return; fi
  if dir=$(command -v initdb); then dirname "$dir"; return; fi
  dir=$(find "$tools/postgres" -path '*/native/bin' 2>/dev/null | head -n 1)
  if [ -x "$dir/initdb" ]; then printf '%s\n' "$dir"; return; fi
  return 1
}

free_port() {
  node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })'
}

chromium_bin() {
  local name
  for name in "${VITRINE_CHROMIUM:-}" chromium chromium-browser google-chrome; do
    if [ -n "$name" ] && command -v "$name"; then return; fi
  done
  return 1
}
