// `check --fix`: applies the safe repairs to the files of a package and says what was done.

import { decodeText } from '../base/encoding.ts';
import { applyEdits } from '../base/text.ts';
import { relativeUri } from '../base/uri.ts';
import { safeRepairs } from '../features/fix-all.ts';
import { pathOfUri } from '../hosts/node.ts';
import type { Host } from '../workspace/host.ts';
import type { PackageRoot } from '../workspace/package-folders.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import { replaceFile } from './write-file.ts';

export interface FixedFile {
  readonly uri: string;
  /** What each repair did. */
  readonly titles: readonly string[];
  /** Why the repaired text could not be written. */
  readonly failure?: string;
}

/**
 * Repairs the files of a package, but neither `deps/` nor what a symbolic link brings from elsewhere. Each file is replaced
 * as a whole. `isOutside`: a symbolic link led out of the work tree, where nothing is written.
 */
export async function fixPackage(
  host: Host,
  snapshot: Snapshot,
  root: PackageRoot,
  isOutside: boolean,
): Promise<FixedFile[]> {
  const fixed: FixedFile[] = [];
  for (const uri of root.files) {
    if (relativeUri(root.uri, uri) === undefined) continue;
    const before = snapshot.tree(uri)?.text;
    const repairs = safeRepairs(snapshot, uri);
    if (before === undefined || repairs === undefined || !(await holds(host, uri, before))) continue;
    if (isOutside) {
      fixed.push({ uri, titles: [], failure: 'a symbolic link leads to it, out of the work tree' });
      continue;
    }
    const failure = await replaceFile(pathOfUri(uri) ?? '', applyEdits(before, repairs.edits)).then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    fixed.push({ uri, titles: repairs.titles, ...(failure === undefined ? {} : { failure }) });
  }
  return fixed;
}

/** Is this the text of the file, in UTF-8? What is written otherwise stays as it is. */
async function holds(host: Host, uri: string, text: string): Promise<boolean> {
  const bytes = await host.readFile(uri);
  if (bytes === undefined) return false;
  const read = decodeText(bytes);
  return read.invalidAt === undefined && read.encoding === undefined && read.text === text;
}

/** `fixed wit/a.wit: insert ; (2 times), remove the import`. */
export function fixedLine(shown: string, titles: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const title of titles) counts.set(title, (counts.get(title) ?? 0) + 1);
  const parts = [...counts].map(([title, count]) => (count === 1 ? title : `${title} (${count} times)`));
  return `fixed ${shown}: ${parts.join(', ')}`;
}
