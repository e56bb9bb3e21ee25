#!/usr/bin/env bash
# make gallery: screenshots of the pages, and of what loads, fails or stands open, in target/gallery/index.html.
. "$(dirname "$0")/lib.sh"

scripts/setup.sh test
scripts/build.sh
export VITRINE_CHROMIUM VITRINE_SUPERUSER_EMAIL=chief@example.org VITRINE_SUPERUSER_PASSWORD='kleiner Fuchs im Regen'
VITRINE_CHROMIUM=$(chromium_bin)
scripts/with-shop.sh node end2end/gallery.mjs "${1:-target/gallery}"
