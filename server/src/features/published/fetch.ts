// Published packages as `wkg fetch` lays them out: `deps/ns-name-version/package.wit`, and their rows in `wkg.lock`. The bytes are
// those that wkg 0.16.1 writes (scripts/registry-test.sh compares them).

import { type PackageId, packageKey } from '../../model/names.ts';
import type { ItemTree } from '../../syntax/items.ts';
import type { LockedPackage } from '../../workspace/wkg-lock.ts';
import { extractedFiles } from '../dependencies/extract-package.ts';

/** A package as it was published; its text carries what it needs. */
export interface FetchedPackage {
  readonly id: PackageId;
  /** How a lock file names the registry. */
  readonly registry: string;
  /** Of the published bytes: `sha256:…`. */
  readonly digest: string;
  readonly tree: ItemTree;
}

export interface FetchedFile {
  /** Below the directory of the package: `deps/ns-name-version/package.wit`. */
  readonly path: string;
  readonly text: string;
}

/**
 * The files of packages and of what they bring with them. Two that bring different parts of a third one are merged by wkg
 * alone: then the name of that one is given.
 */
export function fetchedFiles(
  packages: readonly FetchedPackage[],
): readonly FetchedFile[] | { readonly conflict: string } {
  const files = new Map<string, string>();
  const own = new Set(packages.map(({ id }) => folderOf(id)));
  for (const { id, tree } of packages) {
    const [main, ...others] = extractedFiles(tree);
    if (main !== undefined) files.set(folderOf(id), printed(main.text));
    for (const { path, text: nested } of others) {
      const text = printed(nested);
      const folder = path.split('/')[1] ?? '';
      // What is asked for itself is there in full.
      if (own.has(folder)) continue;
      const known = files.get(folder);
      if (known !== undefined && known !== text) return { conflict: folder };
      files.set(folder, text);
    }
  }
  return [...files].map(([folder, text]) => ({ path: `deps/${folder}/package.wit`, text }));
}

/**
 * A package with the empty lines that the reference puts into a file of its own: between items of an interface but for uses in a
 * row, in a world around types and before the exports, after the `package` line and each interface.
 */
function printed(text: string): string {
  const lines: string[] = [];
  /** What the open braces are of, and which item was last in them. */
  const open: { readonly of: string; last: string | undefined }[] = [];
  /** Docs and gates above the next item. */
  let above: string[] = [];
  for (const line of text.split('\n')) {
    const content = line.trimStart();
    if (content === '') continue;
    if (/^(?:\/\/|@)/.test(content)) {
      above.push(line);
      continue;
    }
    const block = open.at(-1);
    const isEnd = content.startsWith('}');
    const keyword = /^[\w-]+/.exec(content)?.[0] ?? '';
    const closed = isEnd ? open.pop() : undefined;
    if (!isEnd && block !== undefined) {
      const item = keyword === 'import' || keyword === 'export' || keyword === 'use' ? keyword : 'other';
      if (isApart(block.of, block.last, item)) lines.push('');
      block.last = item;
    }
    lines.push(...above, line);
    above = [];
    if (content.endsWith('{'))
      open.push({ of: /\binterface\b/.test(content) ? 'interface' : keyword, last: undefined });
    const of = isEnd ? closed?.of : keyword;
    const isWhole = isEnd || content.endsWith('{}') || keyword === 'package';
    if (open.length === 0 && isWhole && of !== 'world') lines.push('');
  }
  return `${lines.join('\n')}\n`;
}

/** Uses stand in a row, and imports too; exports do after an empty line. */
function isApart(block: string, last: string | undefined, item: string): boolean {
  if (last === undefined || item === 'use') return false;
  if (block === 'interface') return true;
  return block === 'world' && item !== 'import' && (item !== 'export' || last !== 'export');
}

function folderOf(id: PackageId): string {
  return packageKey(id).replace(/[:@]/g, '-');
}

/** A row as wkg asks for a package that a text names with its version; `requirement`: what a manifest demands in its place. */
export function lockRow({ id, registry, digest }: FetchedPackage, requirement?: string): LockedPackage {
  const version = id.version ?? '';
  return {
    name: `${id.namespace}:${id.name}`,
    registry,
    versions: [{ requirement: requirement ?? `=${version}`, version, digest }],
  };
}
