// Runs every check and adds up what each counted. Usage: node scripts/ci.mjs [step…]
// A step prints its own totals as a line `N passed, N failed[, N skipped]`, or vitest's own; the last such line counts. A step
// that counts nothing, whose file is missing or whose name is unknown fails: nothing is green because it did not run.

import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/**
 * `limit`: minutes. `counts: false`: preparation, not a test. `tools`: needs the Rust programs, which are built beside the
 * steps before it. `beside`: starts at once and is waited for where the first step needs it.
 */
const STEPS = [
  { name: 'install', command: 'npm install --no-audit --no-fund', limit: 5, counts: false },
  { name: 'rust-tools', command: 'nice -n 5 bash scripts/rust-tools.sh', limit: 40, counts: false, beside: true },
  // What needs the Rust programs is left to `native`, whether they are there already or not.
  { name: 'tests', command: 'WIT_TOOLS=none npm test', limit: 40 },
  { name: 'package', command: 'npm run package && echo "1 passed, 0 failed"', limit: 3 },
  { name: 'grammar', command: 'bash scripts/check-grammar.sh --install', limit: 15, tools: true },
  {
    name: 'conformance',
    command: 'npm run conformance -- --fixed --mutations 2000 --count 2000',
    limit: 20,
    tools: true,
  },
  { name: 'round-trip', command: 'npm run conformance -- --round-trip 300', limit: 20, tools: true },
  {
    name: 'native',
    command: 'files=$(node scripts/native-tests.mjs) && npx vitest run $files',
    limit: 15,
    tools: true,
  },
  { name: 'composed', command: 'npm run -s build && node scripts/composed.mjs', limit: 15, tools: true },
  {
    name: 'graphs',
    command:
      'WASMTIME_PYTHON="$(node scripts/composed.mjs --python)" GRAPHS=64 npx vitest run test/world/graphs.test.ts test/world/policy-proof.test.ts',
    limit: 10,
    tools: true,
  },
  { name: 'no-lies', command: 'NO_LIES=roots npx vitest run test/no-lies.test.ts', limit: 10 },
  {
    name: 'semver-check',
    command:
      'NATIVE=required NATIVE_EDITS=150 EDITS=1000 FIXTURE_EDITS=1500 CORPUS_EDITS=400 SEED=2 npx vitest run test/semver-check',
    limit: 15,
    tools: true,
  },
  // docker-registry, wkg and wac for real; installs docker-registry.
  { name: 'registry', command: 'bash scripts/registry-test.sh', limit: 10, tools: true },
  { name: 'replay', command: 'REPLAY=100 npx vitest run test/replay', limit: 15 },
  // Kakoune's client is one of the Rust programs.
  { name: 'editors', command: 'npm run test:editors', limit: 25, tools: true },
  // What `npm test` skips where the editors are not there yet.
  {
    name: 'editor-files',
    command:
      'npx vitest run test/editors.test.ts test/vim.test.ts test/emacs.test.ts test/kakoune.test.ts test/kate.test.ts',
    limit: 4,
  },
  // The project's own pages in site/, then every proof about sites.
  { name: 'site', command: 'npm run build && npm run site && SITE_PACKAGES=1000 npx vitest run test/site', limit: 10 },
  { name: 'webview', command: 'npx vitest run test/webview', limit: 4 },
  // One file that runs without Node; npx fetches postject.
  { name: 'executable', command: 'bash scripts/executable-test.sh', limit: 5 },
  // Of the layers with quick tests beside their files; what catches a mutant counts as passed, what the floor lacks as failed.
  {
    name: 'mutants',
    command:
      'node scripts/mutants.mjs --folder base --folder format --folder hosts --tests server/src/base --tests server/src/format --tests server/src/hosts --seed 1 --count 30 --floor 66',
    limit: 10,
  },
  { name: 'fuzz', command: 'npm run fuzz -- --minutes 0.8 --seed 1 --protocol 3000', limit: 5 },
  { name: 'bench', command: 'npm run bench -- --smoke && echo "1 passed, 0 failed"', limit: 8 },
];

const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !STEPS.some((it) => it.name === name));
if (unknown.length > 0) {
  console.error(`ci: no step is called ${unknown.join(', ')}; there are ${STEPS.map((it) => it.name).join(', ')}`);
  process.exit(2);
}

const totals = { passed: 0, failed: 0, skipped: 0 };
const environment = { ...process.env };
const beside = [];
const steps = STEPS.filter((it) => chosen.length === 0 || chosen.includes(it.name));
// A step that was chosen alone still has what it needs.
if (steps.some((it) => it.tools) && !steps.some((it) => it.beside)) steps.unshift(STEPS.find((it) => it.beside));

for (const step of steps) {
  if (step.tools) {
    for (const it of beside.splice(0)) count(it.step, await it.done);
    const folder = execFileSync('bash', ['scripts/rust-tools.sh', '--folder'], { cwd: root, encoding: 'utf8' }).trim();
    environment.PATH = `${folder}/bin:${process.env.PATH}`;
  }
  console.log(`\n=== ${step.name}: ${step.command}`);
  if (step.beside) beside.push({ step, done: run(step) });
  else count(step, await run(step));
}
for (const it of beside) count(it.step, await it.done);
if (!existsSync(path.join(root, '../shared')))
  console.log('ci: ../shared is not there; what needs it counts as skipped');
console.log(`\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exitCode = totals.failed === 0 && totals.passed > 0 ? 0 : 1;

function count(step, { status, output, seconds }) {
  const result = totalsIn(output) ?? { passed: 0, failed: 0, skipped: 0 };
  const ran = result.passed + result.failed + result.skipped;
  if (status !== 0 && result.failed === 0) result.failed = 1;
  if (step.counts !== false && status === 0 && ran === 0) {
    console.log(`ci: ${step.name} counted no test`);
    result.failed = 1;
  }
  if (step.counts !== false || status !== 0) for (const key of Object.keys(totals)) totals[key] += result[key];
  console.log(`--- ${step.name}: exit ${status}, ${seconds} s`);
}

function run(step) {
  const started = Date.now();
  return new Promise((resolve) => {
    const child = spawn('bash', ['-c', step.command], {
      cwd: root,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
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
      resolve({ status: status ?? 1, output, seconds: Math.round((Date.now() - started) / 1000) });
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
  const number = (word) => Number(new RegExp(`(\\d+) ${word}`).exec(vitest)?.[1] ?? 0);
  return { passed: number('passed'), failed: number('failed'), skipped: number('skipped') + number('todo') };
}
