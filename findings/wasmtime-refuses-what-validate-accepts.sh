#!/usr/bin/env bash
# wasm-tools 1.263.0, wasmtime 50.0.1 (PyPI).
# `wasm-tools validate` without options accepts a component whose world uses `map<K, V>`, so most would guess that a runtime of the
# same weeks loads it.
# It does not: validate turns on what has been accepted for the Component Model, the runtime what it has built. A contract that
# validates can be one that nobody can run yet.
# Seen: wasmtime raises an error that names the feature; the same world with a list of tuples loads.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16
cargo install --quiet --locked wasm-tools@1.263.0 --root "$work/tools"
python3 -m venv "$work/python" && "$work/python/bin/pip" install --quiet wasmtime==50.0.1
PATH=$work/tools/bin:$PATH
wasm-tools --version; "$work/python/bin/pip" show wasmtime | grep '^Version'

build() {
  mkdir "$1"
  printf 'package demo:counts;\nworld counts { export count: func(words: %s) -> u32; }\n' "$2" >"$1/world.wit"
  wasm-tools component embed --dummy "$1" -o core.wasm
  wasm-tools component new core.wasm -o "$1.wasm"
  wasm-tools validate "$1.wasm"
}
load() { "$work/python/bin/python" -c 'import sys, wasmtime, wasmtime.component; e = wasmtime.Engine(); wasmtime.component.Component.from_file(e, sys.argv[1])' "$1"; }
build tuples 'list<tuple<string, u32>>'
build map 'map<string, u32>'
load tuples.wasm
echo "a list of tuples: loaded"
if load map.wasm 2>err.txt; then echo "changed: the runtime loads a map now"; exit 1; fi
grep -i 'map' err.txt | head -n 2
grep -qi 'map' err.txt
