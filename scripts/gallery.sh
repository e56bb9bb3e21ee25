#!/usr/bin/env bash
# make gallery: a screenshot of every page and state, in target/gallery/index.html.
. "$(dirname "$0")/lib.sh"

scripts/setup.sh test
scripts/build.sh
VITRINE_CHROMIUM=$(chromium_bin) scripts/with-shop.sh node end2end/gallery.mjs "${1:-target/gallery}"
