// What changes with another version of the reference: npm run reference -- VERSION [--generated N]
// Builds test/oracle/native with the crates of that version, asks it and the pinned one about the same packages, and prints
// every difference in verdict, place, message and printed world. Packages: our fixtures, generated ones, the `tests/ui` of both
// published crates (read where cargo unpacks them), and ../shared where it is there.

import { execFileSync, spawnSync } from 'node:child_process';
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
  options: { generated: { type: 'string', default: '2000' }, seed: { type: 'string', default: '1' } },
});
const pinned =
  /wit-parser = \{ version = "=([^"]+)"/.exec(readFileSync(path.join(source, 'Cargo.toml'), 'utf8'))?.[1] ?? '';
const wanted = positionals[0] ?? pinned;
const tools = execFileSync('bash', [path.join(root, 'scripts/rust-tools.sh'), '--folder'], { encoding: 'utf8' }).trim();

const programs = { [pinned]: program(pinned), [wanted]: program(wanted) };
const work = mkdtempSync(path.join(os.tmpdir(), 'wit-reference-'));
const questions = [...(await ownCases()), ...uiCases(pinned), ...uiCases(wanted), ...sharedRoots()];
console.log(`${questions.length} packages; wit-parser ${pinned} and ${wanted}`);
const before = answers(programs[pinned]);
const after = answers(programs[wanted]);
rmSync(work, { recursive: true, force: true });
let different = 0;
for (const [index, { name }] of questions.entries()) {
  const lines = differences(before[index], after[index]);
  if (lines.length === 0) continue;
  different++;
  console.log(`\n${name}\n${lines.map((line) => `  ${line}`).join('\n')}`);
}
console.log(`\n${different} of ${questions.length} packages get another answer from ${wanted} than from ${pinned}`);
if (wanted !== pinned)
  console.log(
    `To follow: put ${wanted} into ${path.relative(root, source)}/Cargo.toml, then npm run conformance; docs/reference.md says how.`,
  );

/** The oracle at a version; built once. */
function program(version) {
  const place = path.join(tools, `wit-reference-at-${version}`);
  const file = path.join(place, 'bin/wit-reference');
  if (existsSync(file)) return file;
  const copy = path.join(place, 'src-of-oracle');
  cpSync(source, copy, { recursive: true });
  if (version !== pinned) {
    const manifest = path.join(copy, 'Cargo.toml');
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replaceAll(pinned, version));
    rmSync(path.join(copy, 'Cargo.lock'));
  }
  console.log(`building the reference at ${version}`);
  const locked = version === pinned ? ['--locked'] : [];
  const target = path.join(tools, 'target');
  const { status } = spawnSync('cargo', ['install', '--quiet', ...locked, '--path', copy, '--root', place], {
    stdio: 'inherit',
    env: {
      ...process.env,
      CARGO_TARGET_DIR: target,
      CARGO_PROFILE_RELEASE_OPT_LEVEL: '0',
      CARGO_PROFILE_RELEASE_LTO: 'off',
    },
  });
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
  const count = Number(values.generated);
  const made = Array.from({ length: count }, (_, index) => generate(seedOf(Number(values.seed), index)));
  return [...fixtureCases(), ...made].map((it, index) => {
    const folder = path.join(work, `${index}`);
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

function sharedRoots() {
  return ['corpus', 'more/corpus'].flatMap((part) => {
    const folder = path.resolve(root, '../shared', part);
    const verdicts = path.join(folder, 'VERDICTS.tsv');
    if (!existsSync(verdicts)) return [];
    const rows = readFileSync(verdicts, 'utf8').trim().split('\n').slice(1);
    return rows.map((row) => row.split('\t')[0]).map((name) => ({ name, path: path.join(folder, name), features: '' }));
  });
}

function answers(file) {
  const input = questions.map((it) => `${it.path}\t${it.features}\n`).join('');
  const { stdout } = spawnSync(file, ['--worlds'], { input, encoding: 'utf8', maxBuffer: 2 ** 31 - 1 });
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

function differences(old, now) {
  const lines = [];
  const verdictOf = ({ verdict, level }) => `${verdict}${level === '' ? '' : ` (${level})`}`;
  const placeOf = ({ message }) => /--> \S*?([^/\s]+:\d+:\d+)/.exec(message)?.[1] ?? '';
  const headOf = ({ message }) => message.split('\n')[0].replaceAll(work, '');
  if (verdictOf(old) !== verdictOf(now)) lines.push(`verdict: ${verdictOf(old)} → ${verdictOf(now)} ${headOf(now)}`);
  else if (placeOf(old) !== placeOf(now)) lines.push(`place: ${placeOf(old)} → ${placeOf(now)}`);
  else if (headOf(old) !== headOf(now)) lines.push(`message: ${headOf(old)} → ${headOf(now)}`);
  for (const [world, text] of Object.entries(now.worlds ?? {}))
    if (old.worlds?.[world] !== undefined && old.worlds[world] !== text)
      lines.push(`world ${world} is printed differently`);
  return lines;
}
