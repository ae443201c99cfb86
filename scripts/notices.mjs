// The licences of the packages whose code is in the bundles, for THIRD-PARTY-NOTICES.txt.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** SPDX identifiers of licences that allow what we do: ship the code, with its notice. */
const ALLOWED = ['0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT'];

/** Dependencies that only the command line of a package has, which is in no bundle. */
const COMMAND_LINES = ['argparse'];

const NOTICE = /^(licen[cs]e|copying|notice|third-?party-?notices)/i;

/**
 * The text of all notices, a section for each package, sorted by name. `inputs`: paths of bundled files. The dependencies of
 * a bundled package count as bundled too, because it may be published with them inlined. Throws one error that lists every
 * package without a licence text or with a licence that is not allowed.
 */
export function noticesOf(inputs) {
  const packages = bundledPackages(inputs);
  const problems = packages.flatMap(problemsOf);
  if (problems.length > 0) throw new Error(`THIRD-PARTY-NOTICES: ${problems.join('; ')}`);
  const sections = packages.map(
    ({ name, version, license, texts }) =>
      `${'='.repeat(80)}\n${name} ${version} (${license})\n\n${texts.join('\n\n')}\n`,
  );
  return `WIT Language Server contains code of the packages below.\n\n${sections.join('\n')}`;
}

function problemsOf({ name, license, texts }) {
  const problems = [];
  if (texts.length === 0) problems.push(`\`${name}\` has no licence text`);
  if (!ALLOWED.includes(license)) problems.push(`\`${name}\` has the licence \`${license}\`, which is not on the list`);
  return problems;
}

function bundledPackages(inputs) {
  const found = new Map();
  const folders = [...new Set(inputs.map(packageFolder).filter((it) => it !== undefined))];
  // The list grows while it is read.
  for (const folder of folders) {
    const {
      name,
      version,
      license,
      dependencies = {},
    } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
    found.set(`${name} ${version}`, { name, version, license, texts: noticeTexts(folder) });
    for (const dependency of Object.keys(dependencies)) {
      const its = COMMAND_LINES.includes(dependency) ? undefined : installedFolder(dependency, folder);
      if (its !== undefined && !folders.includes(its)) folders.push(its);
    }
  }
  return [...found.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, it]) => it);
}

/** The licence before other notices. */
function noticeTexts(folder) {
  return readdirSync(folder)
    .filter((name) => NOTICE.test(name))
    .sort((a, b) => Number(/^third|^notice/i.test(a)) - Number(/^third|^notice/i.test(b)) || (a < b ? -1 : 1))
    .map((name) => readFileSync(path.join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim());
}

/** The folder of the package that a file belongs to; undefined for our own files. */
function packageFolder(file) {
  return /^(?:.*[\\/])?node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(file)?.[0];
}

function installedFolder(name, from) {
  for (let at = from; ; at = path.dirname(at)) {
    const folder = path.join(at, 'node_modules', name);
    if (existsSync(path.join(folder, 'package.json'))) return folder;
    if (path.dirname(at) === at) return undefined;
  }
}
