#!/usr/bin/env bash
# wkg 0.16.1.
# A workspace of wkg lists its members in `wkg.toml`. A package keeps its WIT in `wit/`, and `wkg fetch` without an argument looks
# there; so most would guess that a member is the directory of the package: members = ["shop"] for shop/wit/shop.wit.
# A member is the directory that holds the .wit files: ["shop/wit"]. With ["shop"] the fetch fails, and the message is about a
# missing `package` line, not about the path.
# Seen: an error that ends in "no `package` header was found in any WIT file for this package".
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16
cargo install --quiet --locked wkg@0.16.1 --root "$work/tools"
PATH=$work/tools/bin:$PATH
wkg --version

mkdir -p ws/shop/wit && cd ws
printf 'package demo:shop@0.1.0;\ninterface api { get: func() -> u32; }\n' >shop/wit/shop.wit
printf '[workspace]\nmembers = ["shop/wit"]\n' >wkg.toml
wkg fetch >out.txt 2>&1
echo "a member is the directory of the .wit files"

printf '[workspace]\nmembers = ["shop"]\n' >wkg.toml
if wkg fetch >out.txt 2>err.txt; then echo "changed: the directory of a package is a member now"; exit 1; fi
grep -ho 'no `package` header was found in any WIT file for this package' out.txt err.txt | head -n 1
