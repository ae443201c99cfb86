// Lines in a manifest that say in which directories packages lie: `[overrides]` of `wkg.toml`, `deps.toml` of wit-deps.

import { basename, dirname, parseUri } from '../../base/uri.ts';
import type { PackageId } from '../../model/names.ts';
import { isToml } from '../../workspace/manifests.ts';
import type { ManifestText } from './status.ts';

export interface ManifestEdit {
  readonly uri: string;
  /** The text that the edit is for. */
  readonly text: string;
  readonly offset: number;
  readonly insert: string;
}

export interface PackageLocation {
  readonly id: PackageId;
  readonly uri: string;
  readonly isDirectory: boolean;
}

/** For the first package and those others that have no line yet. Undefined for files that take no such line, and where the first has one. */
export function pathEntries(manifest: ManifestText, packages: readonly PackageLocation[]): ManifestEdit | undefined {
  const [first] = packages;
  const added = packages.filter((it) => edited(manifest, [it]) !== undefined);
  return first === undefined || added[0] !== first ? undefined : edited(manifest, added);
}

/** Undefined where a name is there already, or a table is written another way: it would be no TOML any more. */
function edited(manifest: ManifestText, packages: readonly PackageLocation[]): ManifestEdit | undefined {
  const { uri, text } = manifest;
  // wkg refuses `[overrides]` in the manifest of a workspace.
  if (/^[ \t]*\[[ \t]*workspace\b/m.test(text)) return undefined;
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const lines: string[] = [];
  for (const it of packages) {
    const line = lineFor(uri, it);
    if (line === undefined) return undefined;
    lines.push(line + newline);
  }
  const { offset, before } = basename(uri) === 'wkg.toml' ? placeInWkg(text, newline) : placeInDeps(text, newline);
  const insert = before + lines.join('');
  return isToml(text.slice(0, offset) + insert + text.slice(offset)) ? { uri, text, offset, insert } : undefined;
}

function lineFor(manifest: string, { id, uri, isDirectory }: PackageLocation): string | undefined {
  const way = wayTo(dirname(manifest), uri);
  if (way === undefined) return undefined;
  const path = JSON.stringify(way);
  switch (basename(manifest)) {
    case 'wkg.toml':
      return `"${id.namespace}:${id.name}" = { path = ${path} }`;
    case 'deps.toml':
      // wit-deps takes directories only.
      return isDirectory ? `${id.name} = ${path}` : undefined;
    default:
      return undefined;
  }
}

interface InsertionPoint {
  readonly offset: number;
  /** What stands between the text above and the lines. */
  readonly before: string;
}

function placeInWkg(text: string, newline: string): InsertionPoint {
  const header = /^[ \t]*\[[ \t]*overrides[ \t]*\][^\n]*(\n|$)/m.exec(text);
  if (header !== null) return { offset: header.index + header[0].length, before: header[1] === '' ? newline : '' };
  const { offset, before } = atEnd(text, newline);
  return { offset, before: `${before}${text.trim() === '' ? '' : newline}[overrides]${newline}` };
}

/** Keys of the whole file stand above its tables. */
function placeInDeps(text: string, newline: string): InsertionPoint {
  const table = /^[ \t]*\[/m.exec(text);
  return table === null ? atEnd(text, newline) : { offset: table.index, before: '' };
}

function atEnd(text: string, newline: string): InsertionPoint {
  return { offset: text.length, before: text === '' || text.endsWith('\n') ? '' : newline };
}

/** A relative path with `/`; undefined where none leads there. */
function wayTo(from: string, to: string): string | undefined {
  const [a, b] = [parseUri(from), parseUri(to)];
  if (a.scheme !== b.scheme || a.authority !== b.authority) return undefined;
  const above = a.path.split('/').filter((part) => part !== '');
  const below = b.path.split('/').filter((part) => part !== '');
  let shared = 0;
  while (shared < Math.min(above.length, below.length) && above[shared] === below[shared]) shared++;
  const steps = [...above.slice(shared).map(() => '..'), ...below.slice(shared)];
  return steps[0] === '..' ? steps.join('/') : ['.', ...steps].join('/');
}
