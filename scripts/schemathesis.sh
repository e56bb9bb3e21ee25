#!/usr/bin/env bash
# Tests the REST API of a running shop against its own schema, as a visitor, as a user and as staff.
# scripts/with-shop.sh gives the shop; VITRINE_SUPERUSER_EMAIL and VITRINE_SUPERUSER_PASSWORD are its administrator's.
. "$(dirname "$0")/lib.sh"

bin=$tools/schemathesis/bin
here=tests/api/schemathesis
[ -x "$bin/schemathesis" ] || fail "schemathesis is missing" "Run scripts/setup.sh test first."

tokens=$("$bin/python" $here/people.py "$VITRINE_URL") || fail "nobody could sign in" "See the lines above."
user=$(sed -n 1p <<<"$tokens")
staff=$(sed -n 2p <<<"$tokens")

conform() { # WHO TOKEN EXAMPLES
  local headers=()
  if [ -n "$2" ]; then headers=(--header "Authorization: Bearer $2"); fi
  say "-- schemathesis as $1"
  VITRINE_BEARER=$2 PYTHONDONTWRITEBYTECODE=1 "$bin/schemathesis" --no-color --config-file $here/schemathesis.toml \
    run "$VITRINE_URL/api/schema/" --phases examples,coverage,fuzzing,stateful --checks all \
    --max-examples "$3" "${headers[@]}"
}

status=0
conform "a visitor" "" 40 || status=1
conform "a user" "$user" 60 || status=1
conform "staff" "$staff" 60 || status=1
exit $status
