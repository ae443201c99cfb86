#!/usr/bin/env bash
# wkg 0.16.1.
# `[overrides]` in wkg.toml takes a dependency from a local path. A package is published, fetched and kept in `deps/` as a
# `.wasm`, and `wkg build` writes one; so most would guess that `path` may name such a file.
# It may name a directory of .wit files only: a `.wasm` is read as WIT text, and refused for its first byte.
# Seen: "failed to parse WIT file @ […/money.wasm]: Control code '\u{0}'".
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16
cargo install --quiet --locked wkg@0.16.1 --root "$work/tools"
PATH=$work/tools/bin:$PATH
wkg --version

mkdir -p money/wit app/wit
printf 'package demo:money@0.1.0;\ninterface api { get: func() -> u32; }\n' >money/wit/money.wit
printf 'package demo:app@0.1.0;\nworld app { import demo:money/api@0.1.0; }\n' >app/wit/app.wit
(cd money && wkg build --wit-dir wit --output ../money.wasm) >/dev/null

cd app
printf '[overrides]\n"demo:money" = { path = "../money/wit" }\n' >wkg.toml
wkg fetch wit
echo "a directory: $(ls wit/deps)"

rm -rf wit/deps wkg.lock
printf '[overrides]\n"demo:money" = { path = "../money.wasm" }\n' >wkg.toml
if wkg fetch wit 2>err.txt; then echo "changed: an override may name a binary"; exit 1; fi
grep -a -o "failed to parse WIT file @.*" err.txt | sed "s#$work#…#"
