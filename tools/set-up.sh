#!/usr/bin/env bash
# Brings everything the build and the tests need, and nothing twice.
# Built tools go to .tools/ and packages to node_modules/, both inside the project and both ignored by git.
#   tools/set-up.sh build     what `make build` and `make run` need
#   tools/set-up.sh test      that, and a browser for the tests
set -euo pipefail
cd "$(dirname "$0")/.."
for_what=${1:-build}
TRUNK=0.21.14

say() { printf 'set-up: %s\n' "$*"; }
stop() { printf 'set-up: %s\n' "$*" >&2; exit 1; }

command -v cargo >/dev/null || stop "cargo is missing: install Rust with rustup, then run this again."
command -v rustup >/dev/null || stop "rustup is missing: this project pins its compiler with it; install rustup, then run this again."
command -v node >/dev/null || stop "node is missing: install Node.js 20 or newer, then run this again."
command -v npm >/dev/null || stop "npm is missing: it comes with Node.js 20 or newer; install it, then run this again."
may_install() { [ "$(id -u)" = 0 ] && [ -e /etc/debian_version ] && command -v apt-get >/dev/null; }
if ! command -v cc >/dev/null && may_install; then
  say "installing a C linker"
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq gcc libc6-dev >/dev/null
fi
command -v cc >/dev/null || stop "a C linker is missing: install gcc (on Debian: apt-get install gcc libc6-dev; on macOS: xcode-select --install), then run this again."
[ "$(node -p 'process.versions.node.split(".")[0] >= 20')" = true ] || stop "Node.js 20 or newer is needed, and this is $(node --version)."

rustup show active-toolchain >/dev/null 2>&1 || rustup toolchain install || stop "the Rust release in rust-toolchain.toml could not be installed: run 'rustup toolchain install' where rustup can reach its server."
rustup target list --installed | grep -qx wasm32-unknown-unknown || rustup target add wasm32-unknown-unknown \
  || stop "the wasm32-unknown-unknown target could not be added: run 'rustup target add wasm32-unknown-unknown' where rustup can reach its server."

# The command-line tool must be of exactly the version the code is linked with.
BINDGEN=$(awk -F'"' '/^name = "wasm-bindgen"$/ { found = 1; next } found { print $2; exit }' Cargo.lock)
mkdir -p .tools

have() { # have NAME VERSION: links a tool of that version into .tools/bin, from there or from PATH
  local name=$1 version=$2 found
  for found in ".tools/bin/$name" "$(command -v "$name" || true)"; do
    [ -n "$found" ] && [ -x "$found" ] && "$found" --version 2>/dev/null | grep -qF " $version" || continue
    mkdir -p .tools/bin
    [ "$found" = ".tools/bin/$name" ] || ln -sf "$found" ".tools/bin/$name"
    return 0
  done
  return 1
}
# Trunk downloads nothing here, so that it needs no encryption, which takes long to build.
# These tools run for seconds and are built for minutes: build them quickly rather than well. What trunk does takes no time at all.
export CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_DEBUG=0
# CARGO_TARGET_DIR keeps a half-built tool, so that a broken-off set-up goes on where it stopped.
# A link to a tool that has another version now must not stand in the way.
for tool in trunk wasm-bindgen; do if [ -L ".tools/bin/$tool" ]; then rm -f ".tools/bin/$tool"; fi; done
have trunk "$TRUNK" || { say "building trunk $TRUNK (some minutes, once)"; CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_TARGET_DIR=.tools/target cargo install --quiet --locked --no-default-features --root .tools "trunk@$TRUNK"; }
have wasm-bindgen "$BINDGEN" || { say "building wasm-bindgen $BINDGEN (a minute or two, once)"; CARGO_TARGET_DIR=.tools/target cargo install --quiet --root .tools wasm-bindgen-cli --version "=$BINDGEN"; }
rm -rf .tools/target

if ! cmp -s package-lock.json node_modules/.locked; then
  say "installing the node packages"
  npm ci --silent --no-audit --no-fund --ignore-scripts
  cp package-lock.json node_modules/.locked
fi
[ "$for_what" = test ] || exit 0

# A browser: the one named, one that is there, or Debian's own where this script may install it.
if ! node tools/browser.mjs >/dev/null 2>&1; then
  [ -z "${DENOMINATOR_BROWSER:-}" ] || stop "DENOMINATOR_BROWSER names $DENOMINATOR_BROWSER, which is not a program."
  if may_install; then
    say "installing chromium"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null
  fi
  node tools/browser.mjs >/dev/null || stop "no browser for the tests: install Chromium, Chrome or Edge, or point DENOMINATOR_BROWSER at one."
fi
