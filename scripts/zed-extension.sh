#!/usr/bin/env bash
# Builds the extension of editors/zed as Zed does, and looks at what it exports. Not in .ci/run: a first build takes minutes.
# Needs cargo and its target wasm32-wasip2 (`rustup target add wasm32-wasip2`); without them it says so and counts as skipped.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
if ! rustc --print sysroot >/dev/null 2>&1 || [ ! -d "$(rustc --print sysroot)/lib/rustlib/wasm32-wasip2" ]; then
  echo 'cargo or its target wasm32-wasip2 is not there'
  echo '0 passed, 0 failed, 1 skipped'
  exit
fi
# Its lock file and its target stay out of the repository.
place=${ZED_TARGET:-$root/.cache/zed}
mkdir -p "$place"
cp -r "$root/editors/zed/." "$place/extension"
cargo build --quiet --release --target wasm32-wasip2 --manifest-path "$place/extension/Cargo.toml" --target-dir "$place/target"
component=$place/target/wasm32-wasip2/release/wit_contracts.wasm
exported=$(node "$root/dist/server.js" world "$component" --format json)
for name in init-extension language-server-command language-server-initialization-options language-server-workspace-configuration; do
  grep -q "\"$name\"" <<<"$exported" || { echo "$component does not export $name"; echo '0 passed, 1 failed'; exit 1; }
done
echo '1 passed, 0 failed'
