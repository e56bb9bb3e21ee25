#!/usr/bin/env bash
# make run: install what is missing, build what changed, serve.
. "$(dirname "$0")/lib.sh"

scripts/setup.sh run
scripts/build.sh
# The server looks for PostgreSQL on PATH too: this adds the npm package where it is the only one.
if bin=$(postgres_bin); then export PATH="$PATH:$bin"; fi
exec "$(target_dir)/release/vitrine" serve --demo "$@"
