#!/usr/bin/env bash
# make bench: the release build under load; arguments go to benches/run.py.
. "$(dirname "$0")/lib.sh"

scripts/setup.sh bench
scripts/build.sh
exec python3 benches/run.py --binary "$(target_dir)/release/vitrine" "$@"
