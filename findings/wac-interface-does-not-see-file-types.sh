#!/usr/bin/env bash
# wac-cli 0.12.0.
# A `.wac` file may declare types beside its interfaces: `type id = u32;` and then `interface i { get: func() -> id; }`. Most
# would guess that the interface sees the type, since a function type of an import on the line below does see it.
# It does not: inside an interface (or a world) only its own names and those of its `use` are known. A type for several
# interfaces must stand in an interface of its own, and be used from there.
# Seen: "undefined name `id`".
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16
cargo install --quiet --locked wac-cli@0.12.0 --root "$work/tools"
PATH=$work/tools/bin:$PATH
wac --version

printf 'package demo:ids;\ntype id = u32;\nimport get: func() -> id;\nexport get as "fetch";\n' >function.wac
printf 'package demo:ids;\ntype id = u32;\ninterface i { get: func() -> id; }\n' >interface.wac
printf 'package demo:ids;\ninterface types { type id = u32; }\ninterface i { use types.{id}; get: func() -> id; }\n' >used.wac

wac compose function.wac -o out.wasm
echo "a function type sees the type of the file"
wac compose used.wac -o out.wasm
echo "an interface sees what it uses"
if wac compose interface.wac -o out.wasm 2>err.txt; then echo "changed: an interface sees the types of the file now"; exit 1; fi
grep -o 'undefined name `id`' err.txt | head -n 1
grep -q 'undefined name `id`' err.txt
