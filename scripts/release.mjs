// Prepares a release: versions, changelog, the packed extension and npm package with checksums, after every check.
// Nothing is uploaded, committed or tagged: docs/releasing.md says what is left to do by hand.
// Usage: npm run release -- VERSION [--date YYYY-MM-DD] [--no-checks]     results in release/

import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { npmPackage } from './npm-package.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const OUT = path.join(root, 'release');
const VERSION = /^\d+\.\d+\.\d+(?:-[\w.]+)?$/;

function end(message) {
  console.error(`release: ${message}`);
  process.exit(2);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { date: { type: 'string' }, 'no-checks': { type: 'boolean', default: false } },
});
const [version = ''] = positionals;
if (positionals.length !== 1 || !VERSION.test(version)) end('needs one version, such as 0.2.0');
const date = values.date ?? new Date().toISOString().slice(0, 10);
if (!/^\d{4}-\d\d-\d\d$/.test(date)) end('`--date` must be a date, such as 2026-01-31');
const git = (...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
if (git('status', '--porcelain') !== '') end('the work tree has changes; commit them first');

const edits = [
  ['CHANGELOG.md', (text) => released(text)],
  ['package.json', (text) => withVersion(text)],
  ['package-lock.json', (text) => withVersion(withVersion(text), 1)],
  ['grammar/package.json', (text) => withVersion(text)],
  ['grammar/tree-sitter.json', (text) => withVersion(text)],
].map(([file, change]) => {
  const target = path.join(root, file);
  return [target, change(readFileSync(target, 'utf8'))];
});
for (const [target, text] of edits) writeFileSync(target, text);

const steps = [...(values['no-checks'] ? [] : [['npm', ['test']]]), ['npm', ['run', '-s', 'package']]];
for (const [command, args] of steps) {
  console.log(`release: ${command} ${args.join(' ')}`);
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) end(`\`${command} ${args.join(' ')}\` failed; \`git checkout .\` takes the new version back`);
}

rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT);
const vsix = path.join(OUT, `wit-language-server-${version}.vsix`);
renameSync(path.join(root, 'wit-language-server.vsix'), vsix);
const files = [vsix, npmPackage(OUT)];
const sums = files.map(
  (it) => `${createHash('sha256').update(readFileSync(it)).digest('hex')}  ${path.basename(it)}\n`,
);
writeFileSync(path.join(OUT, 'SHA256SUMS'), sums.join(''));
process.stdout.write(sums.join(''));

const project = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const missing = ['repository', 'homepage', 'bugs'].filter((it) => !project[it]);
if (missing.length > 0)
  console.log(`release: package.json has no address in ${missing.join(', ')}: links that need one are left out`);
console.log('release: what is left to do by hand is in docs/releasing.md');

/** The section of what is unreleased gets the version and the date; an empty one begins. */
function released(text) {
  const heading = '## [Unreleased]\n';
  if (!text.includes(heading)) end('CHANGELOG.md has no section `## [Unreleased]`');
  if (text.includes(`## [${version}]`)) end(`CHANGELOG.md has a section of ${version} already`);
  const [before, after] = text.split(heading);
  if (!/^[-*] /m.test(after.split('\n## ')[0])) end('CHANGELOG.md lists nothing that is unreleased');
  return `${before}${heading}\n## [${version}] - ${date}\n${after}`;
}

/** The `count`th version from the top, which is the project's own in each of these files, replaced. */
function withVersion(text, count = 0) {
  let seen = 0;
  return text.replace(/"version": "[^"]*"/g, (old) => (seen++ === count ? `"version": "${version}"` : old));
}
