#!/usr/bin/env bash
# wac-cli 0.12.0, wasm-tools 1.263.0.
# Both have a command `targets` that says whether a component fits a world. Most would guess that they say the same, and that
# a component built against 1.0.0 of a package fits a world of 1.1.0, as every host and every composition links it.
# `wac targets` says so: compatible versions count as one name. `wasm-tools component targets` takes names with their versions:
# it refuses each of the two, here and for any other version than the very same.
# Seen: wac's status 0; wasm-tools "missing import named `demo:a/i@1.0.0`" and "missing export named `demo:a/i@1.0.0`".
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16
cargo install --quiet --locked wac-cli@0.12.0 --root "$work/tools"
cargo install --quiet --locked wasm-tools@1.263.0 --root "$work/tools"
PATH=$work/tools/bin:$PATH
wac --version; wasm-tools --version

mkdir old new
cat >old/a.wit <<'WIT'
package demo:a@1.0.0;
interface i { f: func(); }
world uses { import i; }
world gives { export i; }
WIT
cat >new/a.wit <<'WIT'
package demo:a@1.1.0;
interface i { f: func(); g: func(); }
world uses { import i; }
world gives { export i; }
WIT
component() {
  wasm-tools component embed --dummy "$1" --world "$2" -o core.wasm
  wasm-tools component new core.wasm -o "$3"
}
component old uses uses-old.wasm
component new gives gives-new.wasm

# The old import and the new export are one and the same to a composition.
wac plug uses-old.wasm --plug gives-new.wasm -o whole.wasm
wac targets uses-old.wasm --wit new --world uses
wac targets gives-new.wasm --wit old --world gives
wasm-tools component targets -w uses old uses-old.wasm

refused() {
  if wasm-tools component targets -w "$1" "$2" "$3" >/dev/null 2>err.txt; then
    echo "changed: wasm-tools takes compatible versions for one now"; exit 1
  fi
  grep "$4" err.txt
}
refused uses new uses-old.wasm 'missing import named `demo:a/i@1.0.0`'
refused gives old gives-new.wasm 'missing export named `demo:a/i@1.0.0`'
