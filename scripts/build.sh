#!/usr/bin/env bash
# The release build: the browser's wasm and the styles, then the server that carries both. In one call
# cargo-leptos would compile the two side by side, and the server would carry the site of the build before.
# Each call empties the site folder and makes all of it anew, and the server with it; so nothing is called
# unless the content of something that it reads has changed since its last success.
. "$(dirname "$0")/lib.sh"

target=$(target_dir)
stamp=$target/vitrine-built
inputs=()
for path in src crates scripts/compress.mjs style public migrations demo .sqlx .cargo build.rs Cargo.toml Cargo.lock Leptos.toml package-lock.json rust-toolchain.toml; do
  if [ -e "$path" ]; then inputs+=("$path"); fi
done
fingerprint=$({
  rustc --version
  find "${inputs[@]}" -name node_modules -prune -o -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum
} | sha256sum)

if [ -x "$target/release/vitrine" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$fingerprint" ]; then
  say "-- release build: nothing changed"
  exit 0
fi

export SQLX_OFFLINE=true
rm -f "$stamp"
timed "browser: wasm and styles, release (minutes the first time)" cargo leptos build --release --frontend-only ||
  fail "the browser's release build failed" "By hand: SQLX_OFFLINE=true cargo leptos build --release --frontend-only"
timed "compressing the site's files" node scripts/compress.mjs target/site ||
  fail "the site's files could not be compressed" "By hand: node scripts/compress.mjs target/site"
timed "server, release (minutes the first time)" cargo leptos build --release --server-only ||
  fail "the server's release build failed" "By hand: SQLX_OFFLINE=true cargo leptos build --release --server-only"
printf '%s\n' "$fingerprint" >"$stamp"
