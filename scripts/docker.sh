#!/usr/bin/env bash
# Builds the image of the Dockerfile around the single executable, and runs a check in it. Needs a docker that runs, and a
# registry that has Debian; without docker it says so. Ends with a line of totals.
# Usage: scripts/docker.sh [TAG]     default wit-language-server
set -euo pipefail
cd "$(dirname "$0")/.."
tag=${1:-wit-language-server}
if ! docker info >/dev/null 2>&1; then
  echo 'docker: no docker runs here; the image was not built'
  echo '0 passed, 0 failed, 1 skipped'
  exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
[ -e dist/server/node.js ] || npm run -s build
mkdir "$work/image" "$work/wit"
node scripts/executable.mjs "$work/image/wit-language-server"
cp dist/THIRD-PARTY-NOTICES.txt LICENSE "$work/image"
docker build --quiet --tag "$tag" --file Dockerfile "$work/image"
printf 'package a:b;\n\ninterface i {\n  f: func() -> strin;\n}\n' >"$work/wit/a.wit"
output=$(docker run --rm --network none --volume "$work/wit:/work" "$tag" check 2>&1 || true)
if [[ $output == *'unknown type `strin`'* ]]; then
  echo '1 passed, 0 failed'
else
  echo "docker: the check in the image said: $output"
  echo '0 passed, 1 failed'
  exit 1
fi
