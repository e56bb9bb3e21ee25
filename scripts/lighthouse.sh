#!/usr/bin/env bash
# make lighthouse: home, list and product page on Lighthouse's mobile profile.
. "$(dirname "$0")/lib.sh"

scripts/setup.sh test
scripts/build.sh
CHROME_PATH=$(chromium_bin) || fail "Chromium is missing" "Install your distribution's chromium package."
export CHROME_PATH
scripts/with-shop.sh node end2end/lighthouse.mjs
