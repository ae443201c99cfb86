#!/bin/sh
# Takes a Vim through the steps of test/editor/vim with the clients that neither Debian nor a registry has. It downloads nothing:
# say where a clone of each is that is to be driven; the others are left out.
#   VIM_LSP=…       a clone of prabirshrestha/vim-lsp
#   YEGAPPAN_LSP=…  a clone of yegappan/lsp
#   COC=…           a clone of the branch `release` of neoclide/coc.nvim, whose build/index.js it needs
# Needs a Vim of 9.0.0438 or newer (coc.nvim and yegappan/lsp ask for it), git, and `script` of util-linux.
# The clients' files in test/editor/vim/clients were written by their documentation and sources, and have not run against them yet:
# what fails at first may be there. What follows goes to test/editor/run.mjs: `--record` keeps what passed for docs/editors.md.
# Usage: VIM_LSP=~/src/vim-lsp scripts/vim-clients.sh [--record]
# The exit status is 0 where all of them passed, 1 where a step failed, 2 where nothing could be driven.
set -eu

if [ -z "${VIM_LSP:-}${YEGAPPAN_LSP:-}${COC:-}" ]; then
  echo 'vim-clients: no clone given; set VIM_LSP, YEGAPPAN_LSP or COC to a folder' >&2
  exit 2
fi
for program in vim git script; do
  command -v "$program" >/dev/null || { echo "vim-clients: there is no $program" >&2; exit 2; }
done
fits=$(vim -N -u NONE -i NONE -es -c "call writefile([has('patch-9.0.0438') ? 'yes' : 'no'], '/dev/stdout')" -c 'qall!' | head -1)
[ "$fits" = yes ] || { echo 'vim-clients: this Vim is older than 9.0.0438' >&2; exit 2; }

# absolute FOLDER: as it is meant where this was called.
absolute() { [ -z "$1" ] || (cd "$1" && pwd) || { echo "vim-clients: there is no folder $1" >&2; exit 2; }; }
VIM_LSP=$(absolute "${VIM_LSP:-}") && YEGAPPAN_LSP=$(absolute "${YEGAPPAN_LSP:-}") && COC=$(absolute "${COC:-}") || exit 2
export VIM_LSP YEGAPPAN_LSP COC

cd "$(dirname "$0")/.."
npm run -s build >&2
status=0
# drive NAME FOLDER: a run that could not begin (2) outweighs a step that failed (1).
drive() {
  [ -n "$2" ] || return 0
  result=0
  # shellcheck disable=SC2086  # nothing, or one option
  node test/editor/run.mjs --only "$1" $record || result=$?
  [ "$result" -le "$status" ] || status=$result
}
record=
[ "${1:-}" = --record ] && record=--record
drive vim-lsp "$VIM_LSP"
drive yegappan "$YEGAPPAN_LSP"
drive coc "$COC"
exit "$status"
