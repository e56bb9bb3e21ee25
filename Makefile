# The commands of this repository; each is a script in scripts/ that can be run by itself.
.PHONY: help run test bench watch gallery lighthouse pictures prepare fmt lint clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

run: ## install what is missing, build, serve the shop on http://127.0.0.1:3000
	@exec scripts/run.sh

test: ## every check: formatting, dependencies, lints, queries, tests, release build, browser
	@scripts/test.sh

bench: ## measure the release build with 100,000 products; adds to benches/RESULTS.md
	@scripts/bench.sh

watch: ## development: rebuild and reload when a file changes
	@exec scripts/watch.sh

gallery: ## screenshots of the pages, and of what loads, fails or stands open, in target/gallery
	@scripts/gallery.sh

lighthouse: ## Lighthouse for home, list and product page
	@scripts/lighthouse.sh

pictures: ## draw the demo shop's pictures anew
	@cd demo/atelier && npm ci --loglevel=error && npm run build

prepare: ## write .sqlx anew, after a change of queries or migrations
	@scripts/setup.sh run
	@scripts/queries.sh prepare

fmt: ## format the Rust code
	@cargo fmt

lint: ## clippy for the server, the crates beside it and the browser, offline
	@SQLX_OFFLINE=true cargo clippy --features ssr --all-targets -- -D warnings
	@cargo clippy --package vitrine-bindgen --package vitrine-pictures --all-targets -- -D warnings
	@cargo clippy --features hydrate --lib --target wasm32-unknown-unknown --target-dir "$${CARGO_TARGET_DIR:-target}/front" -- -D warnings

clean: ## remove what was built; keeps .data, where the private database is
	@cargo clean
	@rm -rf node_modules target
