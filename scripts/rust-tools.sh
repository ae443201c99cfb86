#!/usr/bin/env bash
# Builds the Rust programs that tests use, once per version: wasm-tools, wac, wkg, wit-deps, the tree-sitter CLI, kakoune-lsp
# and wit-reference, which is our own (test/oracle/native).
# Not optimised, since a build takes longer than every use of it.
# Usage: scripts/rust-tools.sh [--folder] [NAME…]    NAME: one of the programs (default: all)
#   --folder   only prints the folder whose bin/ holds the programs
# The folder is $WIT_TOOLS, else wit-language-server/tools in the user's cache. Needs cargo. What is there is kept.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
folder=${WIT_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/wit-language-server/tools}
[ "${1:-}" = --folder ] && { echo "$folder"; exit 0; }

PATH=$PATH:${CARGO_HOME:-$HOME/.cargo}/bin
command -v cargo >/dev/null || { echo "rust-tools: needs cargo (https://rustup.rs)" >&2; exit 2; }

export CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16
export CARGO_PROFILE_RELEASE_DEBUG=false CARGO_TARGET_DIR=$folder/target
mkdir -p "$folder/bin"

# build CRATE VERSION PROGRAM
build() {
  local place=$folder/$1-$2
  if [ ! -x "$place/bin/$3" ]; then
    echo "rust-tools: building $1 $2"
    cargo install --locked --quiet "$1@$2" --bin "$3" --root "$place"
  fi
  ln -sfn "$place/bin/$3" "$folder/bin/$3"
}

# Our own: built again when its sources change.
reference() {
  local source=$root/test/oracle/native
  local place=$folder/wit-reference-$(cat "$source"/Cargo.* "$source"/src/*.rs | cksum | cut -d' ' -f1)
  if [ ! -x "$place/bin/wit-reference" ]; then
    echo "rust-tools: building wit-reference"
    cargo install --locked --quiet --path "$source" --root "$place"
  fi
  ln -sfn "$place/bin/wit-reference" "$folder/bin/wit-reference"
  # The suite in the crate is read where its sources are unpacked.
  cargo fetch --locked --quiet --manifest-path "$source/Cargo.toml" || true
}

one() {
  case $1 in
    wit-reference) reference ;;
    wasm-tools) build wasm-tools 1.263.0 wasm-tools ;;
    wac) build wac-cli 0.12.0 wac ;;
    wkg) build wkg 0.16.1 wkg ;;
    wit-deps) build wit-deps-cli 0.6.0 wit-deps ;;
    tree-sitter) build tree-sitter-cli 0.27.1 tree-sitter ;;
    kak-lsp) build kak-lsp 22.0.0 kak-lsp ;;
    *) echo "rust-tools: no program is called $1" >&2; exit 2 ;;
  esac
}

[ $# -gt 0 ] || set -- wasm-tools wit-reference wac wkg wit-deps tree-sitter kak-lsp
for name in "$@"; do one "$name"; done
# Two gigabytes that only another version would need.
rm -rf "$CARGO_TARGET_DIR"
