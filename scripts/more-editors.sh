#!/bin/sh
# Drives the editors that need more than a package: Kakoune (Debian's) with kakoune-lsp, which cargo builds from its crate
# `kak-lsp` within some minutes. What follows goes to test/editor/run.mjs: `--record` keeps what passed for docs/editors.md.
# Needs root on a Debian for Kakoune, and a Rust toolchain. Not in .ci/run because of the build.
# Usage: scripts/more-editors.sh [--record]
# The last line counts; the exit status is 2 where an editor is not to be had.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
dir=${WIT_EDITORS:-$root/.cache/editors}
version=22.0.0

if ! command -v kak >/dev/null; then
  apt-get update -qq >&2
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends kakoune >&2
fi
client=$dir/kak-lsp-$version
if [ ! -x "$client/bin/kak-lsp" ]; then
  command -v cargo >/dev/null || { echo 'more-editors: no cargo, so no kakoune-lsp' >&2; exit 2; }
  cargo install --quiet --locked --root "$client" "kak-lsp@$version" >&2
fi
cd "$root"
npm run -s build >&2
KAK_LSP=$client/bin/kak-lsp exec node test/editor/run.mjs --only kakoune "$@"
