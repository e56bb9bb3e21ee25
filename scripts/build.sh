#!/usr/bin/env bash
# The release build: the browser's wasm, script and styles, compressed, then the server that carries them.
# Each call empties the site folder and makes all of it anew, and the server with it; so nothing is called
# unless the content of something that it reads has changed since its last success.
#
# cargo-leptos, which make watch uses, sets variables for the compilers; two of them are read at compile time:
# LEPTOS_OUTPUT_NAME by Leptos' HydrationScripts, which the shop does without, and LEPTOS_WATCH for its reloading.
# So none is set here, and a call of cargo by hand finds everything built.
. "$(dirname "$0")/lib.sh"

# "--split" gives the parts of the wasm that load lazily files of their own; there are none yet.
split=
target=$(target_dir)
site=target/site # rust-embed and build.rs look for it here, wherever cargo builds
package=$site/pkg
stamp=$target/vitrine-built
inputs=()
for path in src crates scripts/build.sh scripts/compress.mjs scripts/style.mjs style public migrations demo \
  .sqlx .cargo build.rs Cargo.toml Cargo.lock Leptos.toml package-lock.json rust-toolchain.toml; do
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

compile_wasm() {
  local options=()
  if [ -n "$split" ]; then
    options=(--config 'target.wasm32-unknown-unknown.rustflags = ["-Clink-args=--emit-relocs"]')
  fi
  cargo build --package vitrine --lib --target wasm32-unknown-unknown --target-dir "$target/front" \
    --profile wasm-release --no-default-features --features hydrate "${options[@]}"
}

# The script and the wasm that belongs to it.
bind_wasm() {
  local features=() flags=()
  if [ -n "$split" ]; then features=(--features split) flags=("$split"); fi
  rm -rf "$site" && mkdir -p "$package" || return
  cargo run --package vitrine-bindgen "${features[@]}" -- \
    "${flags[@]}" "$target/front/wasm32-unknown-unknown/wasm-release/vitrine.wasm" "$package" vitrine
}

shrink_wasm() {
  local file
  for file in "$package"/*.wasm; do
    wasm-opt -Oz --enable-bulk-memory --enable-nontrapping-float-to-int "$file" -o "$file" || return
  done
}

shrink_scripts() {
  local file files
  mapfile -d '' -t files < <(find "$package" -name '*.js' -print0)
  for file in "${files[@]}"; do
    terser "$file" --module --compress --mangle --output "$file" || return
  done
}

make_styles() {
  tailwindcss --input style/main.css --output "$package/vitrine.css" --minify &&
    node scripts/style.mjs "$package/vitrine.css"
}

copy_files() { cp -R public/. "$site"; }

compress() { node scripts/compress.mjs "$site"; }

compile_server() {
  cargo build --package vitrine --bin vitrine --release --no-default-features --features ssr
}

part() { # TITLE FUNCTION
  timed "$1" "$2" || fail "the release build failed at: $1" "The cause stands above. To go on: scripts/build.sh"
}

export SQLX_OFFLINE=true
rm -f "$stamp"
part "browser: wasm, release (minutes the first time)" compile_wasm
part "browser: script" bind_wasm
part "browser: smaller wasm" shrink_wasm
part "browser: smaller script" shrink_scripts
part "browser: styles" make_styles
part "browser: fonts, icons and other files" copy_files
part "compressing the site's files" compress
part "server, release (minutes the first time)" compile_server
printf '%s\n' "$fingerprint" >"$stamp"
