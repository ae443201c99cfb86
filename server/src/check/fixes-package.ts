// Repairs of the `package` line.

import { basename, dirname } from '../base/uri.ts';
import { compareVersions } from '../model/names.ts';
import { kebab, versionFault } from '../syntax/words.ts';
import type { Fix } from './diagnostic.ts';
import { type Found, fix } from './located-problem.ts';

/** A line to start from: the package is called as its folder. */
export function missingPackageFixes(found: Found): Fix[] {
  const { text } = found.tree;
  const version = latestVersion(text);
  const line = `package local:${nameOf(found.uri)}${version === undefined ? '' : `@${version}`};`;
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const start = afterLicence(text);
  return [fix(found, `Add \`${line}\``, [{ start, end: start, text: `${line}${newline}${newline}` }], true)];
}

/** Items with `@since` need a version that is not older. */
function latestVersion(text: string): string | undefined {
  const versions = [...text.matchAll(/@(?:since|deprecated)\(\s*version\s*=\s*([0-9A-Za-z.+-]+)/g)].map(
    (it) => it[1] ?? '',
  );
  return versions
    .filter((it) => versionFault(it) === undefined)
    .sort(compareVersions)
    .at(-1);
}

/** A comment at the top that a blank line sets apart is not about the package. */
function afterLicence(text: string): number {
  const mark = text.startsWith('\ufeff') ? 1 : 0;
  const licence = /^(?:[ \t]*\/\/(?!\/)[^\n]*\n)+[ \t]*\r?\n/.exec(text.slice(mark));
  return mark + (licence?.[0].length ?? 0);
}

/** `wit` says nothing about a package, and neither does `deps`. */
const PLAIN = new Set(['wit', 'deps', 'src', '']);

function nameOf(uri: string): string {
  const folders: string[] = [];
  for (let folder = dirname(uri); folder !== dirname(folder); folder = dirname(folder)) folders.push(basename(folder));
  const names = [...folders.slice(0, 3), basename(uri).replace(/\.wit$/, '')];
  for (const name of names) {
    const plain = decode(name);
    const word = PLAIN.has(plain) ? undefined : kebab(plain.toLowerCase());
    if (word !== undefined) return word;
  }
  return 'example';
}

function decode(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
