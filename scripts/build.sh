#!/usr/bin/env bash
# The release build: the browser's wasm, script and styles, compressed, then the server that carries them.
# Each call empties the site folder and makes all of it anew, and the server with it; so nothing is called
# unless the content of something that it reads has changed since its last success.
#
# cargo-leptos, which make watch uses, sets variables for the compilers; two of them are read at compile time:
# LEPTOS_OUTPUT_NAME by Leptos' HydrationScripts, which the shop does without, and LEPTOS_WATCH for its reloading.
# So none is set here, and a call of cargo by hand finds everything built.
. "$(dirname "$0")/lib.sh"

target=$(target_dir)
site=target/site # rust-embed and build.rs look for it here, wherever cargo builds
package=$site/pkg
# What the server was built from, and what the site folder was: cargo may build into a folder that several copies of
# this repository share, and make watch puts files of its own into the site folder.
stamps=("$target/vitrine-built" "target/vitrine-site-built")
inputs=()
for path in src crates scripts/build.sh scripts/compress.mjs scripts/style.mjs style public migrations demo \
  .sqlx .cargo build.rs Cargo.toml Cargo.lock Leptos.toml package-lock.json rust-toolchain.toml; do
  if [ -e "$path" ]; then inputs+=("$path"); fi
done
fingerprint=$({
  rustc --version
  find "${inputs[@]}" -name node_modules -prune -o -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum
} | sha256sum)

is_built() {
  local stamp
  [ -x "$target/release/vitrine" ] && [ -e "$package/vitrine.wasm.br" ] || return
  for stamp in "${stamps[@]}"; do
    [ "$(cat "$stamp" 2>/dev/null)" = "$fingerprint" ] || return
  done
}
if is_built; then
  say "-- release build: nothing changed"
  exit 0
fi

# The programs of the browser (src/ui/programs.rs): one crate, compiled once for each, as small as it gets. The settings
# stand here instead of in a profile, and link-time optimisation behind cargo's back, because what runs at build time
# (the macros above all) is then the same as the server's: a minute less when nothing is there yet.
compile_wasm() { # FEATURE NAME
  CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="-C embed-bitcode=yes" \
    cargo rustc --package vitrine --lib --crate-type cdylib --target wasm32-unknown-unknown --release \
    --config 'profile.release.opt-level="z"' --config profile.release.codegen-units=1 \
    --no-default-features --features "hydrate,$1" -- -C lto=fat &&
    cp "$target/wasm32-unknown-unknown/release/vitrine.wasm" "$target/$2.wasm"
}
compile_shop() { compile_wasm only-shop vitrine; }
compile_account() { compile_wasm only-account account; }
compile_admin() { compile_wasm only-admin admin; }

# The scripts and the wasm that belong to them.
bind_wasm() {
  rm -rf "$site" && mkdir -p "$package" || return
  local name
  for name in vitrine account admin; do
    cargo run --package vitrine-bindgen -- "$target/$name.wasm" "$package" "$name" || return
  done
}

# -O1 is where the brotli is smallest: -Oz makes the files a tenth smaller, but what compresses them finds less alike
# in them, and 7% more goes over the wire.
shrink_wasm() {
  local file
  for file in "$package"/*.wasm; do
    wasm-opt -O1 --enable-bulk-memory --enable-nontrapping-float-to-int "$file" -o "$file" || return
  done
}

shrink_scripts() {
  local file files
  mapfile -d '' -t files < <(find "$package" -name '*.js' -print0)
  for file in "${files[@]}"; do
    terser "$file" --module --compress --mangle --output "$file" || return
  done
}

# The shop's sheet knows nothing of staff, who get one of their own.
make_styles() {
  tailwindcss --input style/main.css --output "$package/vitrine.css" --minify &&
    tailwindcss --input style/staff.css --output "$package/admin.css" --minify &&
    node scripts/style.mjs "$package/vitrine.css" "$package/admin.css"
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
rm -f "${stamps[@]}"
part "browser: wasm of the shop, release (minutes the first time)" compile_shop
part "browser: wasm of the account, release" compile_account
part "browser: wasm of the staff side, release" compile_admin
part "browser: scripts" bind_wasm
part "browser: smaller wasm" shrink_wasm
part "browser: smaller scripts" shrink_scripts
part "browser: styles" make_styles
part "browser: fonts, icons and other files" copy_files
part "compressing the site's files" compress
part "server, release (minutes the first time)" compile_server
for stamp in "${stamps[@]}"; do printf '%s\n' "$fingerprint" >"$stamp"; done
