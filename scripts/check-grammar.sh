#!/usr/bin/env bash
# Fails when what is built from the grammar is not what is committed, and runs tree-sitter's own tests.
# Usage: scripts/check-grammar.sh [--install]   (what it needs and installs: scripts/build-grammar.sh)
# Ends with a line `N passed, N failed`.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT

"$root/scripts/build-grammar.sh" "$@" "$fresh"

built=(
  grammar/src/parser.c
  grammar/src/grammar.json
  grammar/src/node-types.json
  grammar/src/tree_sitter/alloc.h
  grammar/src/tree_sitter/array.h
  grammar/src/tree_sitter/parser.h
  grammar/tree-sitter-wit.wasm
  server/src/syntax/kinds.ts
)
passed=0
failed=0
for file in "${built[@]}"; do
  if cmp -s "$fresh/$file" "$root/$file"; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "check-grammar: $file is not what the grammar gives"
  fi
done
[ "$failed" -eq 0 ] || echo "check-grammar: run scripts/build-grammar.sh and commit what it changes"

PATH=$PATH:${CARGO_HOME:-$HOME/.cargo}/bin
cp -r "$root/grammar/queries" "$root/grammar/test" "$fresh/grammar/"
if (cd "$fresh/grammar" && tree-sitter test >"$fresh/test.log" 2>&1); then
  passed=$((passed + 1))
else
  failed=$((failed + 1))
  cat "$fresh/test.log"
fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
