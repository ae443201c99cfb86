#!/usr/bin/env bash
# The work of action.yml: compares contracts, writes annotations and the summary of the job, and a SARIF log for code scanning.
# Everything comes in variables: nothing of an input is run as a command.
set -uo pipefail

args=(breaking)
while IFS= read -r path; do
  [ -n "$path" ] && args+=("$path")
done <<<"${WIT_PATH:-.}"
[ -n "${WIT_AGAINST:-}" ] && args+=(--against "$WIT_AGAINST")
[ -n "${WIT_TRUSTED_IGNORES:-}" ] && args+=(--trusted-ignores "$WIT_TRUSTED_IGNORES")
args+=(--fail-on "${WIT_FAIL_ON:-major}")

compare() {
  npx --yes --package "${WIT_PACKAGE:-wit-language-server}" wit-language-server "${args[@]}" "$@"
}

compare --format "${WIT_FORMAT:-github}"
status=$?
log="${RUNNER_TEMP:-/tmp}/wit-contracts.sarif"
# The summary is written once.
GITHUB_STEP_SUMMARY='' compare --format sarif >"$log" 2>/dev/null || true
{
  echo "status=$status"
  [ -s "$log" ] && echo "sarif=$log"
} >>"${GITHUB_OUTPUT:-/dev/null}"
# The next steps upload the log, and fail with this status.
exit 0
