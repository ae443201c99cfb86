// Repairs that move files: a folder is one package, and a file of another package has to lie elsewhere.

import { basename, dirname, joinUri } from '../base/uri.ts';
import { packageReferences, sourcesOf } from '../model/source.ts';
import { sourceAt } from './declared-names.ts';
import type { Fix } from './diagnostic.ts';
import type { Found } from './located-problem.ts';

/** All files of the package go together: into `deps/`, where the rest finds it, or into a folder of its own. */
export function moveFixes({ view, uri, span }: Found): Fix[] {
  const source = sourceAt(view.groups, uri, span.start);
  if (source === undefined) return [];
  const files = source.parts.map((part) => part.uri);
  const { namespace, name } = source.id;
  const place = (...above: readonly string[]): Fix => {
    const isFree = (folder: string): boolean =>
      files.every((file) => view.tree(joinUri(dirname(uri), ...above, folder, basename(file))) === undefined);
    const folder = isFree(name) ? name : `${namespace}-${name}`;
    const shown = [...above, folder].join('/');
    return {
      title: `Move to \`${shown}/\``,
      edits: [],
      moves: files.map((from) => ({ from, to: joinUri(dirname(uri), ...above, folder, basename(from)) })),
    };
  };
  const isAsked = view.groups
    .flatMap(sourcesOf)
    .some((other) => other !== source && packageReferences(other).some((it) => it.key === source.key));
  return [{ ...place('deps'), ...(isAsked ? { preferred: true } : {}) }, place()];
}
