#!/usr/bin/env bash
# wasm-tools 1.263.0.
# In `deps/` the toolchain reads directories and files that end in .wit, .wat or .wasm. Most would guess that an entry of any
# other name is passed over, as a note or a file without an ending is.
# A symbolic link that leads nowhere is refused whatever its name is, and the whole package with it. A live link to the same
# kind of file is passed over, and a dead link in the place of `deps` itself is no error either.
# Seen: "failed to parse dependency directory", caused by "No such file or directory".
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16
cargo install --quiet --locked wasm-tools@1.263.0 --root "$work/tools"
PATH=$work/tools/bin:$PATH
wasm-tools --version

mkdir -p wit/deps
printf 'package demo:app;\ninterface api { get: func() -> u32; }\n' >wit/app.wit
echo 'remember the milk' >wit/deps/notes
ln -s notes wit/deps/live
wasm-tools component wit wit >out.txt
echo "a file without an ending and a live link to it are passed over"

ln -s gone wit/deps/dead
if wasm-tools component wit wit >out.txt 2>err.txt; then echo "changed: a dead link in deps/ is passed over now"; exit 1; fi
grep -o 'failed to parse dependency directory' err.txt | head -n 1
grep -o 'No such file or directory' err.txt | head -n 1

rm -r wit/deps && ln -s gone wit/deps
wasm-tools component wit wit >out.txt
echo "deps itself as a dead link is no error"
