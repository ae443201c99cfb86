// What changes with another version of the reference: npm run reference -- VERSION [--count N] [--seed S] [--all]
// VERSION is that of the crates (0.263.0) or of wasm-tools (1.263.0). Builds test/oracle/native with the crates of that version,
// asks it and the pinned one about the same packages, and prints every difference in verdict, place, message, printed world and
// contract verdict, from the older to the newer. Packages: our fixtures, generated ones, the `tests/ui` of both published crates
// (read where cargo unpacks them), the pairs of test/semver, and ../shared where it is there.
//   --all  prints each difference, not only the first 20 of a kind

import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const source = path.join(root, 'test/oracle/native');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    all: { type: 'boolean', default: false },
  },
});
const pinned =
  /wit-parser = \{ version = "=([^"]+)"/.exec(readFileSync(path.join(source, 'Cargo.toml'), 'utf8'))?.[1] ?? '';
const wanted = crateVersion(positionals[0] ?? pinned);
const tools = execFileSync('bash', [path.join(root, 'scripts/rust-tools.sh'), '--folder'], { encoding: 'utf8' }).trim();
const [older, newer] = [pinned, wanted].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));

const programs = { [pinned]: program(pinned), [wanted]: program(wanted) };
const work = mkdtempSync(path.join(os.tmpdir(), 'wit-reference-'));
process.on('exit', () => rmSync(work, { recursive: true, force: true }));
const suites = {
  'fixtures and generated packages': await ownCases(),
  'the suite of the crate': [...new Set([older, newer])].flatMap(uiCases),
  'contract rules': contractPairs(),
  'both corpora': sharedRoots(),
};
console.log(`wit-parser ${older} → ${newer}`);
let total = 0;
let different = 0;
for (const [suite, questions] of Object.entries(suites)) {
  const [before, after] = [answers(programs[older], questions), answers(programs[newer], questions)];
  const kinds = new Map();
  for (const [index, { name }] of questions.entries())
    for (const [kind, line] of differences(before[index], after[index]))
      kinds.set(kind, [...(kinds.get(kind) ?? []), `${name}: ${line}`]);
  const verdicts = after.map((it) => it.verdict);
  const count = (verdict) => verdicts.filter((it) => it === verdict).length;
  console.log(
    `\n${suite}: ${questions.length} packages, ${count('accept')} accepted and ${count('reject')} rejected by ${newer}`,
  );
  for (const [kind, lines] of kinds) {
    console.log(`  ${kind}: ${lines.length}`);
    for (const line of values.all ? lines : lines.slice(0, 20)) console.log(`    ${line}`);
    if (!values.all && lines.length > 20) console.log(`    … ${lines.length - 20} more (--all)`);
    different += lines.length;
  }
  if (kinds.size === 0) console.log('  no difference');
  total += questions.length;
}
console.log(`\n${different} differences in ${total} packages between ${older} and ${newer}`);
if (wanted !== pinned)
  console.log(
    `To follow: put ${wanted} into ${path.relative(root, source)}/Cargo.toml, then npm run conformance; docs/reference.md says how.`,
  );

/** `1.262`, `1.262.0` and `0.262` are the crates 0.262.0. */
function crateVersion(text) {
  const [, minor, patch = '0'] = /^[01]\.(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (minor !== undefined) return `0.${minor}.${patch}`;
  console.error(`${text} is no version: 0.263.0 for the crates, or 1.263.0 as wasm-tools says it`);
  process.exit(2);
}

/** The oracle at a version; built once. */
function program(version) {
  const sources = ['Cargo.toml', 'Cargo.lock', 'src/main.rs'].map((name) => readFileSync(path.join(source, name)));
  const hash = createHash('sha256').update(Buffer.concat(sources)).digest('hex').slice(0, 12);
  const place = path.join(tools, `wit-reference-at-${version}-${hash}`);
  const file = path.join(place, 'bin/wit-reference');
  const copy = path.join(place, 'src-of-oracle');
  if (existsSync(file)) {
    // The suite of the crate is read from its sources.
    spawnSync('cargo', ['fetch', '--quiet', '--manifest-path', path.join(copy, 'Cargo.toml')], { stdio: 'inherit' });
    return file;
  }
  cpSync(source, copy, { recursive: true, filter: (it) => path.basename(it) !== 'target' });
  if (version !== pinned) {
    const manifest = path.join(copy, 'Cargo.toml');
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replaceAll(pinned, version));
    rmSync(path.join(copy, 'Cargo.lock'));
  }
  console.log(`building the reference at ${version}`);
  const locked = version === pinned ? ['--locked'] : [];
  const target = path.join(place, 'target');
  const { status } = spawnSync('cargo', ['install', '--quiet', ...locked, '--path', copy, '--root', place], {
    stdio: 'inherit',
    env: {
      ...process.env,
      CARGO_TARGET_DIR: target,
      CARGO_PROFILE_RELEASE_OPT_LEVEL: '0',
      CARGO_PROFILE_RELEASE_LTO: 'off',
    },
  });
  rmSync(target, { recursive: true, force: true });
  if (status === 0) return file;
  console.error(`the oracle does not build at ${version}: the crates changed; adapt test/oracle/native/src/main.rs`);
  process.exit(2);
}

async function ownCases() {
  const outfile = path.join(root, '.cache/conformance/cases.mjs');
  const contents =
    "export { fixtureCases } from './cases.ts'; export { generate } from './generate.ts'; export { seedOf } from './random.ts';";
  await build({
    stdin: { contents, resolveDir: path.join(root, 'test/conformance'), loader: 'ts' },
    ...{ outfile, bundle: true, platform: 'node', format: 'esm', packages: 'external', logLevel: 'warning' },
  });
  const { fixtureCases, generate, seedOf } = await import(pathToFileURL(outfile).href);
  const count = Number(values.count);
  const made = (many, accessors) =>
    Array.from({ length: many }, (_, index) => generate(seedOf(Number(values.seed), index), accessors));
  return [...fixtureCases(), ...made(count, false), ...made(Math.ceil(count / 10), true)].map((it, index) => {
    const folder = path.join(work, `own-${index}`);
    for (const [name, bytes] of it.files) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), bytes);
    }
    return { name: it.name, path: path.join(folder, it.path), features: it.features.join(',') };
  });
}

/** The suite in the published crate. */
function uiCases(version) {
  const registry = path.join(process.env.CARGO_HOME ?? path.join(os.homedir(), '.cargo'), 'registry/src');
  const crates = existsSync(registry)
    ? readdirSync(registry).map((it) => path.join(registry, it, `wit-parser-${version}/tests/ui`))
    : [];
  return crates.filter(existsSync).flatMap((folder) =>
    [folder, path.join(folder, 'parse-fail')].filter(existsSync).flatMap((at) =>
      readdirSync(at)
        .filter(
          (name) => name !== 'parse-fail' && (name.endsWith('.wit') || statSync(path.join(at, name)).isDirectory()),
        )
        .map((name) => ({ name: `ui ${version}/${name}`, path: path.join(at, name), features: 'active' })),
    ),
  );
}

/** Every rule of the contract table on its pairs. */
function contractPairs() {
  const folder = path.join(root, 'test/semver');
  const rules = readdirSync(folder, { withFileTypes: true }).filter((it) => it.isDirectory());
  return rules.flatMap(({ name: rule }) =>
    readdirSync(path.join(folder, rule)).flatMap((file) => {
      const at = path.join(work, 'pairs', rule, file.replace('.txt', ''));
      const [before, after] = ['before', 'after'].map((side) => unpacked(path.join(folder, rule, file), side, at));
      if (before === undefined || after === undefined) return [];
      return { name: `${rule}/${path.basename(at)}`, path: after, features: '', old: before };
    }),
  );
}

/** The files of one side of a fixture; gives the folder of its package. */
function unpacked(fixture, side, into) {
  const [, ...parts] = `\n${readFileSync(fixture, 'utf8')}`.split(/^\/\/- (.*)$/m);
  let place;
  for (let at = 0; at < parts.length; at += 2) {
    const name = parts[at].trim().split(' ')[0];
    if (!name.startsWith(`${side}/`)) continue;
    const file = path.join(into, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, parts[at + 1].replace(/^\n/, ''));
    if (name.endsWith('.wit') && !name.includes('/deps/')) place ??= path.dirname(file);
  }
  return place;
}

function sharedRoots() {
  return ['corpus', 'more/corpus'].flatMap((part) => {
    const folder = path.resolve(root, '../shared', part);
    const verdicts = path.join(folder, 'VERDICTS.tsv');
    if (!existsSync(verdicts)) return [];
    const rows = readFileSync(verdicts, 'utf8').trim().split('\n').slice(1);
    return rows.map((row) => row.split('\t')[0]).map((name) => ({ name, path: path.join(folder, name), features: '' }));
  });
}

function answers(file, questions) {
  const lines = questions.map(({ path: at, features, old }) =>
    [at, features, ...(old === undefined ? [] : [old])].join('\t'),
  );
  if (lines.length === 0) return [];
  const { stdout } = spawnSync(file, ['--worlds'], {
    input: `${lines.join('\n')}\n`,
    encoding: 'utf8',
    maxBuffer: 2 ** 31 - 1,
  });
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** Kind and sentence of each. */
function differences(old, now) {
  const found = [];
  const verdictOf = ({ verdict, level = '' }) => `${verdict}${level === '' ? '' : ` (${level})`}`;
  const placeOf = ({ message }) => /--> \S*?([^/\s]+:\d+:\d+)/.exec(message)?.[1] ?? '';
  const headOf = ({ message }) => message.split('\n')[0].replaceAll(work, '');
  if (verdictOf(old) !== verdictOf(now))
    found.push(['verdict', `${verdictOf(old)} → ${verdictOf(now)} ${headOf(now) || headOf(old)}`]);
  else if (placeOf(old) !== placeOf(now)) found.push(['place', `${placeOf(old)} → ${placeOf(now)} ${headOf(now)}`]);
  else if (headOf(old) !== headOf(now)) found.push(['message', `${headOf(old)} → ${headOf(now)}`]);
  for (const [world, text] of Object.entries(now.worlds ?? {}))
    if (old.worlds?.[world] !== undefined && old.worlds[world] !== text) found.push(['printed world', world]);
  for (const [world, sides] of Object.entries(now.semver ?? {}))
    for (const [index, side] of ['the old where the new is provided', 'the new where the old is provided'].entries()) {
      const [was, is] = [old.semver?.[world]?.[index], sides[index]].map((it) => (it == null ? 'fits' : lastLine(it)));
      if ((was === 'fits') !== (is === 'fits')) found.push(['contract', `${world}, ${side}: ${was} → ${is}`]);
      else if (was !== is) found.push(['contract message', `${world}, ${side}: ${was} → ${is}`]);
    }
  return found;
}

function lastLine(message) {
  return message
    .trim()
    .split('\n')
    .at(-1)
    .replace(/ \(at offset 0x[\da-f]+\)/, '');
}
