// Packages that a composition names and that are not found.

import type { Span } from '../../base/text.ts';
import { packageKey } from '../../model/names.ts';
import { idOf } from '../../wac/instances.ts';
import type { WacProblem } from '../../wac/syntax.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { packagesIn } from '../worlds/compose.ts';
import { composed, packagesFor, type WacDocument } from './wac.ts';

export interface MissingPackage {
  readonly problem: WacProblem;
  /** `ns:name`, with the version that the file asks for. */
  readonly key: string;
  readonly name: string;
}

/** Those that a span touches. */
export function missingPackages(snapshot: Snapshot, document: WacDocument, span: Span): readonly MissingPackage[] {
  const packages = packagesFor(snapshot, document);
  const paths = packagesIn(document.file);
  return composed(snapshot, document).problems.flatMap((problem): MissingPackage[] => {
    if (problem.code !== 'wac/unknown-package' || problem.span.start > span.end || span.start > problem.span.end)
      return [];
    const path = paths.find((it) => it.span.start === problem.span.start);
    if (path === undefined || packages.worlds(idOf(path)) !== undefined) return [];
    return [{ problem, key: packageKey(idOf(path)), name: path.name }];
  });
}

/** Where a component of this name may lie: its file, as builds call it. */
export function fileNames(name: string): readonly string[] {
  return [...new Set([`${name}.wasm`, `${name.replaceAll('-', '_')}.wasm`])];
}
