#!/bin/sh
# Serve Vitrine in the foreground for a measurement. Needs VITRINE_BIN and DATABASE_URL; PORT is
# where to listen. A log of warnings only; the API counts no requests, as the peer's does not (THROTTLE=0).
set -eu
export LEPTOS_SITE_ADDR="127.0.0.1:${PORT:-8000}" RUST_LOG=warn VITRINE_API_ANONYMOUS_HOURLY=0
exec "${VITRINE_BIN:?set VITRINE_BIN to the release binary}" serve
