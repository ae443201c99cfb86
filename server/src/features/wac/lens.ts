// Above a composition: how much the whole imports and exports, and whether it is sound.

import type { Span } from '../../base/text.ts';
import { counted } from '../../base/words.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { composed, type WacDocument } from './wac.ts';

export interface WacLens {
  readonly span: Span;
  readonly title: string;
}

export function wacLens(snapshot: Snapshot, document: WacDocument): WacLens | undefined {
  const { head } = document.file;
  if (head === undefined) return undefined;
  const { composition, problems } = composed(snapshot, document);
  const { imports, exports } = composition.world;
  const items = [...imports.values()].filter((it) => it.item.kind !== 'type');
  const counts = [counted(items.length, 'import'), counted(exports.size, 'export')];
  if (problems.length > 0) counts.push(counted(problems.length, 'problem'));
  return { span: head, title: `whole: ${counts.join(' · ')}` };
}
