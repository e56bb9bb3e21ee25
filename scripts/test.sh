#!/usr/bin/env bash
# make test: every check, in order, stopping at the first that fails. Nothing is left out silently.
. "$(dirname "$0")/lib.sh"

begun=$SECONDS
passed=0
failed=0
skipped=0
flaky=0
summary=()
work=$(mktemp -d "${TMPDIR:-/tmp}/vitrine-test.XXXXXX")
chmod 711 "$work" # PostgreSQL may run as another user
finish() {
  local status=$? line
  scripts/postgres.sh stop "$work/pg"
  rm -rf "$work"
  if [ $status != 0 ] && [ $failed = 0 ]; then failed=1; fi # a step without tests of its own
  printf '\n'
  for line in "${summary[@]}"; do printf '%s\n' "$line"; done
  printf '%4d s  all of it\n' $((SECONDS - begun))
  if [ $skipped -gt 0 ]; then printf '%d skipped\n' "$skipped"; fi
  if [ $flaky -gt 0 ]; then printf '%d passed at the second try alone\n' "$flaky"; fi
  printf '%d passed, %d failed\n' "$passed" "$failed"
}
trap finish EXIT

step() { # TITLE COMMAND...
  local title=$1 from=$SECONDS status=0
  shift
  printf '\n== %s\n' "$title"
  "$@" || status=$?
  if [ $status = 0 ]; then
    summary+=("$(printf '%4d s  %s' $((SECONDS - from)) "$title")")
  else
    summary+=("$(printf '%4d s  %s: FAILED' $((SECONDS - from)) "$title")")
    exit 1
  fi
}

count() { # PASSED FAILED SKIPPED [FLAKY]
  passed=$((passed + $1))
  failed=$((failed + $2))
  skipped=$((skipped + $3))
  flaky=$((flaky + ${4:-0}))
}

tools_clippy() {
  cargo clippy --package vitrine-bindgen --package vitrine-pictures --all-targets -- -D warnings
}

browser_clippy() {
  cargo clippy --features hydrate --target wasm32-unknown-unknown --target-dir "$target/front" --lib -- -D warnings
}

# As `make watch` builds the browser's program: without the types of views.
development_check() {
  RUSTFLAGS="--cfg erase_components -D warnings" \
    cargo check --features hydrate --target wasm32-unknown-unknown --target-dir "$target/erased" --lib
}

# With CI set, a test that lacks a program fails instead of saying that it was skipped.
both_cargo_tests() {
  CI=true DATABASE_URL=$(scripts/postgres.sh url "$work/pg" vitrine_test) cargo test --features ssr --no-fail-fast &&
    cargo test --package vitrine-bindgen --package vitrine-pictures
}

rust_tests() {
  local status=0 counts
  both_cargo_tests 2>&1 | tee "$work/rust.log" || status=$?
  counts=$(awk '/skipped: there is no / { passed -= 1; ignored += 1 }
    /^test result:/ { passed += $4; failed += $6; ignored += $8 }
    END { print passed + 0, failed + 0, ignored + 0 }' "$work/rust.log")
  # shellcheck disable=SC2086 # three words
  count $counts
  return $status
}

# With a member of staff who may do everything (end2end/staff.ts).
in_browsers() {
  VITRINE_SUPERUSER_EMAIL=chief@example.org VITRINE_SUPERUSER_PASSWORD='kleiner Fuchs im Regen' \
    scripts/with-shop.sh playwright test --config end2end
}

empty_shop_in_browsers() { VITRINE_SHOP=empty in_browsers; }

browser_tests() { # COMMAND
  local status=0 counts
  "$1" 2>&1 | tee "$work/browser.log" || status=$?
  counts=$(awk '/^ +[0-9]+ passed/ { passed = $1 } /^ +[0-9]+ flaky/ { passed += $1; flaky = $1 } /^ +[0-9]+ (failed|did not run)/ { failed += $1 }
    /^ +[0-9]+ skipped/ { skipped = $1 } END { print passed + 0, failed + 0, skipped + 0, flaky + 0 }' "$work/browser.log")
  # shellcheck disable=SC2086 # four words
  count $counts
  return $status
}

# What is made for staff is not to be loaded by shoppers: their program stays as small as it was.
shop_size() {
  local size most
  size=$(wc -c <target/site/pkg/vitrine.wasm.br) || return
  most=$(($(cat .ci/shop-wasm-bytes) * 103 / 100)) || return
  printf "the shop's program: %d bytes as brotli, at most %d\n" "$size" "$most"
  [ "$size" -le "$most" ]
}

# Nobody is throttled here, and tokens live as long as the step.
api_tests() {
  VITRINE_API_ANONYMOUS_HOURLY=0 VITRINE_API_USER_HOURLY=0 VITRINE_TOKEN_ACCESS_SECONDS=7200 \
    VITRINE_SUPERUSER_EMAIL=chief@example.org VITRINE_SUPERUSER_PASSWORD='kleiner Fuchs im Regen' \
    scripts/with-shop.sh scripts/schemathesis.sh
}

step "set-up" scripts/setup.sh test
target=$(target_dir)
export SQLX_OFFLINE=true VITRINE_CHROMIUM
VITRINE_CHROMIUM=$(chromium_bin)
# Tests look for PostgreSQL on PATH too: this adds the npm package where it is the only one.
if bin=$(postgres_bin); then export PATH="$PATH:$bin"; fi
step "formatting" cargo fmt --check
step "unused dependencies" cargo-machete
step "licences and origins of dependencies" node scripts/licences.mjs
step "PostgreSQL for the tests" scripts/postgres.sh start "$work/pg"
step "clippy for the server, .sqlx up to date" scripts/queries.sh check "$work/pg"
step "clippy for the crates beside it" tools_clippy
step "clippy for the browser" browser_clippy
step "the browser's program as make watch builds it" development_check
step "unit and integration tests" rust_tests
step "release build" scripts/build.sh
step "size of the shop's program" shop_size
step "the REST API against its own schema" api_tests
step "Playwright, with JavaScript and without" browser_tests in_browsers
step "Playwright, from an empty shop" browser_tests empty_shop_in_browsers
