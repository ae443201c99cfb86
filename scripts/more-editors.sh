#!/bin/sh
# Drives the editors that need more than a package: Kakoune (Debian's) with kakoune-lsp, which cargo builds from its crate
# `kak-lsp` within some minutes, and Kate (Debian's, with much of KDE) on a screen of its own. What follows goes to
# test/editor/run.mjs: `--record` keeps what passed for docs/editors.md.
# Needs root on a Debian for the packages, and a Rust toolchain. Not in .ci/run because of what has to be built and installed.
# Usage: scripts/more-editors.sh [--record]
# A last line for each counts; the exit status is not 0 where a step failed or an editor is not to be had.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
dir=${WIT_EDITORS:-$root/.cache/editors}
version=22.0.0

missing=
command -v kak >/dev/null || missing="$missing kakoune"
command -v kate >/dev/null || missing="$missing kate"
command -v Xvfb >/dev/null || missing="$missing xvfb"
command -v xdotool >/dev/null || missing="$missing xdotool"
command -v xwd >/dev/null || missing="$missing x11-apps"
command -v qdbus >/dev/null || missing="$missing qdbus-qt5"
command -v dbus-daemon >/dev/null || missing="$missing dbus-daemon"
command -v openbox >/dev/null || missing="$missing openbox"
if [ -n "$missing" ]; then
  apt-get update -qq >&2
  # shellcheck disable=SC2086  # a list of packages
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >&2
fi
cd "$root"
npm run -s build >&2
status=0
node test/editor/run.mjs --only kate "$@" || status=$?
client=$dir/kak-lsp-$version
if [ ! -x "$client/bin/kak-lsp" ]; then
  command -v cargo >/dev/null || { echo 'more-editors: no cargo, so no kakoune-lsp' >&2; exit 2; }
  cargo install --quiet --locked --root "$client" "kak-lsp@$version" >&2
fi
KAK_LSP=$client/bin/kak-lsp node test/editor/run.mjs --only kakoune "$@" || status=$?
exit "$status"
