#!/usr/bin/env bash
# wkg 0.16.1.
# `wkg publish FILE --package NS:NAME@VERSION` is for files that do not name their package; "if not provided, the package name and
# version will be inferred from the Wasm file" (its help). So most would guess that a component, which names none, is published so.
# It is refused: the version is looked for in the binary all the same, and the message advises the option that was given.
# `wkg oci push` publishes it.
# Seen: "component package version not found in the Wasm binary", then "specify the package and version explicitly with the
# --package flag".
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16
cargo install --quiet --locked wkg@0.16.1 --root "$work/tools"
PATH=$work/tools/bin:$PATH
wkg --version

# A component with nothing inside.
printf '\0asm\x0d\0\x01\0' >app.wasm
if wkg publish app.wasm --package demo:app@0.1.0 --dry-run 2>err.txt; then echo "changed: a component is taken"; exit 1; fi
grep -m1 -o 'component package version not found in the Wasm binary' err.txt
grep -m1 -o 'specify the package and version explicitly with the --package flag' err.txt
