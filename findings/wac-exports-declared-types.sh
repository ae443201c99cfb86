#!/usr/bin/env bash
# wac-cli 0.12.0, wasm-tools 1.263.0.
# A `.wac` file may declare types and interfaces, to say what an import is. Most would guess that they are local to the file,
# like a `let`, and that a composition exports only what an `export` statement names.
# They are exports of the composed component, under their own names. The component is valid, but `wasm-tools component wit`
# cannot show it: a world has no way to export a bare type. An interface that is written in place of its name exports nothing.
# Seen: "error: component export `i` was not a function or instance".
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16
cargo install --quiet --locked wac-cli@0.12.0 --root "$work/tools"
cargo install --quiet --locked wasm-tools@1.263.0 --root "$work/tools"
PATH=$work/tools/bin:$PATH
wac --version; wasm-tools --version

cat >declared.wac <<'WAC'
package demo:declared;
interface i { write: func(line: string); }
import log: i;
export log.write;
WAC
cat >in-place.wac <<'WAC'
package demo:in-place;
import log: interface { write: func(line: string); };
export log.write;
WAC
wac compose declared.wac -o declared.wasm
wac compose in-place.wac -o in-place.wasm
wasm-tools validate declared.wasm
wasm-tools validate in-place.wasm

wasm-tools component wit in-place.wasm | grep 'export write: func(line: string);'
if wasm-tools component wit declared.wasm >out.txt 2>err.txt; then
  echo "changed: the component with a declared interface can be shown now"; cat out.txt; exit 1
fi
head -n 1 err.txt
grep -q 'component export `i` was not a function or instance' err.txt
