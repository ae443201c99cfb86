// The packages of a snapshot as contracts to be compared: both views of each, and whether they can be read at all.

import type { Span } from '../base/text.ts';
import { UNNAMED } from '../model/names.ts';
import type { Loc, Package } from '../model/package.ts';
import type { TreePackage } from '../semver/package-pairs.ts';
import { spanOf } from '../syntax/items.ts';
import type { PackageRoot } from '../workspace/package-folders.ts';
import type { Snapshot } from '../workspace/snapshot.ts';

/** The packages that a root itself defines. `place` names the root in the same words on both sides of a comparison. */
export function contractsOf(snapshot: Snapshot, root: PackageRoot, place: string): TreePackage[] {
  const stable = snapshot.semantics.environment(root);
  const everything = snapshot.semantics.everything(root);
  const all = new Map(everything.ownPackages().map((it) => [identity(it), it]));
  return stable.ownPackages().map((it) => {
    const broken = whyBroken(snapshot, it);
    return {
      stable: it,
      all: all.get(identity(it)) ?? it,
      root: place,
      ...(broken === undefined ? {} : { broken }),
    };
  });
}

function identity(it: Package): string {
  return `${it.key} ${it.nested} ${it.loc?.node ?? ''} ${it.loc?.uri ?? ''}`;
}

/** A package with a file that does not parse has a meaning, but not the one that somebody wrote. */
function whyBroken(snapshot: Snapshot, it: Package): string | undefined {
  if (it.key === UNNAMED) return 'no file says which package this is';
  for (const uri of it.files) {
    const file = snapshot.file(uri);
    if (file === undefined || file.fault !== undefined) return `\`${nameOf(uri)}\` cannot be read`;
    const problem = file.items.problems.find(({ code }) => !HARMLESS.has(code));
    if (problem !== undefined) {
      const line = (snapshot.lines(uri)?.lineOf(problem.start) ?? 0) + 1;
      const what = problem.code === 'syntax/merge-conflict' ? 'an unresolved merge conflict' : 'a syntax error';
      return `\`${nameOf(uri)}\` has ${what} in line ${line}`;
    }
  }
  return undefined;
}

/** Problems after which the tree still says what was meant, beyond doubt. */
const HARMLESS: ReadonlySet<string> = new Set(['syntax/unknown-attribute']);

function nameOf(uri: string): string {
  return decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
}

/** Where a change stands in the text that a snapshot has now. */
export function placeOf(snapshot: Pick<Snapshot, 'tree'>, loc: Loc, word?: string): Span | undefined {
  const tree = snapshot.tree(loc.uri);
  if (tree === undefined) return undefined;
  const span = spanOf(tree, loc.node);
  if (word === undefined) return span;
  const text = tree.text.slice(span.start, span.end);
  const at = word === 'async' ? text.search(ASYNC) : text.lastIndexOf(word);
  return at === -1 ? span : { start: span.start + at, end: span.start + at + word.length };
}

const ASYNC = /\basync(?=\s+func\b)/;
