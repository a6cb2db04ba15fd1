#!/usr/bin/env bash
# Builds the release into dist/ and refuses one that names an outside address or breaks the page's policy.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.tools/bin:$PWD/node_modules/.bin:$PATH"
trunk build --release --locked --offline
node tools/finish-dist.mjs dist
node tools/check-dist.mjs dist
