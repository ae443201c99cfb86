#!/usr/bin/env bash
# Published contracts with the real parts: docker-registry on 127.0.0.1 without and with a password, packages that `wkg`
# publishes, components, and every command of ours against them, held against `wkg` and `wac` (test/registry/live.registry.ts).
# Usage: scripts/registry-test.sh [-t NAME]    Needs docker-registry (installed with apt-get where it is missing), node, wkg, wac, wasm-tools.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
PATH=$(bash scripts/rust-tools.sh --folder)/bin:$PATH
for tool in wkg wac wasm-tools; do command -v "$tool" >/dev/null || { echo "registry-test: $tool is missing: scripts/rust-tools.sh $tool" >&2; exit 2; }; done
missing=
command -v docker-registry >/dev/null || missing="$missing docker-registry"
command -v htpasswd >/dev/null || missing="$missing apache2-utils"
# shellcheck disable=SC2086
[ -z "$missing" ] || { apt-get update -qq && apt-get install -y -qq $missing >/dev/null; }
[ -f dist/server.js ] || npm run -s build

work=$(mktemp -d)
pids=
# shellcheck disable=SC2086
trap '[ -z "$pids" ] || kill $pids 2>/dev/null || true; rm -rf "$work"' EXIT

port() { node -e "const s=require('net').createServer().listen(0,'127.0.0.1',()=>{console.log(s.address().port);s.close()})"; }

# serve NAME PORT AUTH: a registry whose data lies in $work/NAME
serve() {
  printf 'version: 0.1\nstorage:\n  filesystem:\n    rootdirectory: %s\nhttp:\n  addr: 127.0.0.1:%s\nlog:\n  level: error\n  accesslog:\n    disabled: true\n%b' "$work/$1" "$2" "$3" >"$work/$1.yml"
  docker-registry serve "$work/$1.yml" >"$work/$1.log" 2>&1 &
  pids="$pids $!"
  for _ in $(seq 50); do curl -s -o /dev/null "http://127.0.0.1:$2/v2/" && return; sleep 0.1; done
  cat "$work/$1.log" >&2
  exit 1
}

open=$(port) closed=$(port)
htpasswd -Bbn jane 'pä:ss' >"$work/htpasswd"
serve open "$open" ''
serve closed "$closed" "auth:\n  htpasswd:\n    realm: test\n    path: $work/htpasswd\n"

export WIT_REGISTRY_OPEN=127.0.0.1:$open WIT_REGISTRY_CLOSED=127.0.0.1:$closed WIT_REGISTRY_WORK=$work RUST_BACKTRACE=0
npx vitest run --config test/registry/live.config.ts "$@"
