#!/usr/bin/env bash
# Makes parser.c, the Wasm and the list of node names from grammar.js and scanner.c. All of them are committed.
# Usage: scripts/build-grammar.sh [--install] [DIRECTORY]
#   DIRECTORY   where the results go, laid out as in the repository (default: the repository itself)
#   --install   first installs what is missing (cargo install, apt-get install); needs root on a Debian for clang
# Needs the tree-sitter CLI and clang with its Wasm linker in exactly these versions, because others write other bytes.
set -euo pipefail

CLI_VERSION=0.27.1
CLANG_VERSION=19

root=$(cd "$(dirname "$0")/.." && pwd)
install=
out=$root
for argument in "$@"; do
  case $argument in
    --install) install=1 ;;
    -*) echo "build-grammar: unknown option $argument" >&2; exit 2 ;;
    *) out=$argument ;;
  esac
done

PATH=$PATH:${CARGO_HOME:-$HOME/.cargo}/bin
cli_is_there() { [ "$(tree-sitter --version 2>/dev/null | cut -d' ' -f2)" = "$CLI_VERSION" ]; }
clang_is_there() { command -v "clang-$CLANG_VERSION" "wasm-ld-$CLANG_VERSION" >/dev/null; }

if [ -n "$install" ]; then
  cli_is_there || cargo install --locked "tree-sitter-cli@$CLI_VERSION"
  clang_is_there || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "clang-$CLANG_VERSION" "lld-$CLANG_VERSION"
  }
fi
cli_is_there || {
  echo "build-grammar: needs the tree-sitter CLI $CLI_VERSION: cargo install --locked tree-sitter-cli@$CLI_VERSION" >&2
  exit 2
}
clang_is_there || {
  echo "build-grammar: needs clang and lld $CLANG_VERSION: apt-get install clang-$CLANG_VERSION lld-$CLANG_VERSION" >&2
  exit 2
}

mkdir -p "$out/grammar/src" "$out/server/src/syntax"
if [ "$out" != "$root" ]; then
  cp "$root"/grammar/{grammar.js,package.json,tree-sitter.json} "$out/grammar/"
  cp "$root/grammar/src/scanner.c" "$out/grammar/src/"
fi

cd "$out/grammar"
tree-sitter generate

# The parser needs three headers; the compiler has two of them. So no C library for Wasm is needed, nor depended upon.
temporary=$(mktemp -d)
trap 'rm -rf "$temporary"' EXIT
echo '#include <stddef.h>' >"$temporary/stdlib.h"
"clang-$CLANG_VERSION" --target=wasm32-unknown-unknown -ffreestanding -nostdlib -fPIC -shared -Os -fvisibility=hidden \
  -Wl,--export=tree_sitter_wit -Wl,--no-entry -Wl,--allow-undefined -Wl,--strip-all -Wl,--experimental-pic \
  -I"$temporary" -Isrc src/parser.c src/scanner.c -o "$temporary/wit.wasm"
install -m 644 "$temporary/wit.wasm" tree-sitter-wit.wasm

node "$root/scripts/gen-kinds.mjs" "$out/grammar/src/node-types.json" "$out/server/src/syntax/kinds.ts"
