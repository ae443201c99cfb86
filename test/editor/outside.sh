#!/bin/sh
# What happens beside an editor in the project of the steps (steps.mjs), from its folder. Usage: outside.sh WHAT
set -eu
case $1 in
  fetch)
    mkdir -p needs/wit/deps/other
    printf 'package acme:other@1.0.0;\n\ninterface i {\n  type t = u8;\n}\n' >needs/wit/deps/other/other.wit
    ;;
  commit) git commit -qam two ;;
  uncommit) git reset -q --soft HEAD~1 ;;
  # Another branch, where a type has another name than what is open says; and back.
  branch)
    git checkout -qb other
    sed -i 's/enum kind/enum sort/' wit/kinds.wit
    git commit -qam three
    ;;
  main) git checkout -q main ;;
  formatted) wit-language-server format --check wit/desk.wit wit/types.wit ;;
  *) echo "outside.sh: nothing is called $1" >&2; exit 2 ;;
esac
