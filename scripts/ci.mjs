// Runs every check and adds up what each counted. Usage: node scripts/ci.mjs [step…]
// A step prints its own totals as a line `N passed, N failed[, N skipped]`; the last such line counts. A step without one
// counts as one test.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** `limit`: minutes. `scripts`: what must exist for the step to be there. */
const STEPS = [
  { name: 'install', command: 'npm install --no-audit --no-fund', limit: 5, counts: false },
  { name: 'tests', command: 'npm test', limit: 12 },
  { name: 'grammar', command: 'bash scripts/check-grammar.sh --install', needs: 'scripts/check-grammar.sh', limit: 15 },
  { name: 'package', command: 'npm run package', limit: 3 },
  {
    name: 'conformance',
    command: 'npm run conformance -- --fixed --mutations 2000',
    needs: 'test/conformance/run.ts',
    limit: 10,
  },
  { name: 'no-lies', command: 'NO_LIES=roots npx vitest run test/no-lies.test.ts', limit: 6 },
  {
    name: 'semver-check',
    command: 'EDITS=1000 FIXTURE_EDITS=1500 CORPUS_EDITS=400 SEED=2 npx vitest run test/semver-check',
    needs: 'test/semver-check/differential.test.ts',
    limit: 8,
  },
  { name: 'editors', command: 'npm run test:editors', needs: 'test/editor/run.mjs', limit: 12 },
  { name: 'webview', command: 'npx vitest run test/webview', limit: 4 },
  { name: 'bench', command: 'npm run bench -- --smoke', needs: 'scripts/bench.mjs', limit: 6 },
];

const chosen = process.argv.slice(2);
const totals = { passed: 0, failed: 0, skipped: 0 };
for (const step of STEPS) {
  if (chosen.length > 0 && !chosen.includes(step.name)) continue;
  if (step.needs !== undefined && !existsSync(path.join(root, step.needs))) continue;
  console.log(`\n=== ${step.name}: ${step.command}`);
  const started = Date.now();
  const { status, output } = await run(step);
  const counted = totalsIn(output);
  if (step.counts === false && status === 0) continue;
  const result = counted ?? { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, skipped: 0 };
  if (status !== 0 && result.failed === 0) result.failed = 1;
  for (const key of Object.keys(totals)) totals[key] += result[key];
  console.log(`--- ${step.name}: exit ${status}, ${((Date.now() - started) / 1000).toFixed(0)} s`);
}
console.log(`\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exitCode = totals.failed === 0 ? 0 : 1;

function run(step) {
  return new Promise((resolve) => {
    const child = spawn('bash', ['-c', step.command], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    let output = '';
    const take = (data) => {
      output += data;
      process.stdout.write(data);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    const timer = setTimeout(() => {
      console.log(`--- ${step.name}: stopped after ${step.limit} minutes`);
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch {}
    }, step.limit * 60_000);
    child.on('close', (status) => {
      clearTimeout(timer);
      resolve({ status: status ?? 1, output });
    });
  });
}

/** The last plain line of totals, or vitest's own `Tests  1 failed | 2 passed | 3 skipped (6)`. */
function totalsIn(output) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are what is to go
  const text = output.replace(/\x1b\[[0-9;]*m/g, '');
  const plain = [...text.matchAll(/^(?:\w+: )?(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/gm)].at(-1);
  if (plain !== undefined)
    return { passed: Number(plain[1]), failed: Number(plain[2]), skipped: Number(plain[3] ?? 0) };
  const vitest = [...text.matchAll(/^\s*Tests\s+(.*)\(\d+\)\s*$/gm)].at(-1)?.[1];
  if (vitest === undefined) return undefined;
  const count = (word) => Number(new RegExp(`(\\d+) ${word}`).exec(vitest)?.[1] ?? 0);
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped') + count('todo') };
}
