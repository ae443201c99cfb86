#!/usr/bin/env bash
# Makes the executable and runs it where there is no Node: the command line, twice, and the language server.
# Needs npm's registry once, for postject. Ends with a line of totals.
set -uo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

check() { # NAME EXPECTED ACTUAL
  if [[ $3 == *"$2"* ]]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "executable: $1: expected $2, got: $3"; fi
}

[ -e dist/server/node.js ] || npm run -s build
node scripts/executable.mjs "$work/wit" >"$work/log" 2>&1 || { cat "$work/log"; echo "0 passed, 1 failed"; exit 1; }
mkdir "$work/home" "$work/empty"
alone() { env -i HOME="$work/home" PATH="$work/empty" "$work/wit" "$@" 2>&1; }
printf 'package a:b;\n\ninterface i {\n  f: func() -> strin;\n}\n' >"$work/a.wit"

check version "$(node -p 'require("./package.json").version')" "$(alone --version)"
check "first start" 'unknown type `strin`' "$(alone check "$work/a.wit")"
check "second start" 'unknown type `strin`' "$(alone check "$work/a.wit")"
check explain 'Unknown type' "$(alone explain unknown-type)"
# So many that threads are started, which load the program anew.
mkdir "$work/many"
for ((i = 0; i < 2000; i++)); do printf 'package a:b%d;\n' $i >"$work/many/$i.wit"; done
check "several threads" '0 files would change, 2000 already in the style' "$(alone format --check "$work/many")"
message='{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":null,"rootUri":null,"capabilities":{}}}'
check "language server" '"capabilities"' "$({ printf 'Content-Length: %d\r\n\r\n%s' ${#message} "$message"; sleep 4; } | alone --stdio)"
check "one copy of the program" 1 "$(find "$work/home/.cache/wit-language-server" -mindepth 1 -maxdepth 1 -name 'program-*' | grep -c .)"

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
