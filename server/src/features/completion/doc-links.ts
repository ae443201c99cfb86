// What may follow [` in documentation: the names that a link can have there.

import { type DocPlace, docLinkMembers, docLinkNames, resolveDocLink } from '../../model/doc-links.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { docPlaceAt } from '../doc-links.ts';
import type { CompletionItem, CompletionKind, Completions } from './item.ts';

/** What stands before the offset on its line: a comment, and a link that is not closed. */
const OPEN = /(?:\/\/|\/\*|\*).*\[`([^`\]\n]*)$/;

/** Undefined outside of such a link. */
export function docLinkItems(snapshot: Snapshot, uri: string, offset: number): Completions | undefined {
  const text = snapshot.tree(uri)?.text ?? '';
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  const [, typed] = OPEN.exec(line) ?? [];
  const place = typed === undefined ? undefined : docPlaceAt(snapshot, uri, offset);
  if (typed === undefined || place === undefined) return undefined;
  const last = Math.max(typed.lastIndexOf('.'), typed.lastIndexOf('/'));
  const head = typed.slice(0, last + 1);
  const names = head === '' ? docLinkNames(place) : docLinkMembers(resolveDocLink(head.slice(0, -1), place));
  const start = offset - (typed.length - head.length);
  const rest = /^[\w-]*/.exec(text.slice(offset, offset + 200))?.[0].length ?? 0;
  const items = names.map(
    (name): CompletionItem => ({
      label: name,
      kind: kindOf(head + name, place),
      text: name,
      rank: 0,
    }),
  );
  return { items, insert: { start, end: offset }, replace: { start, end: offset + rest }, incomplete: false };
}

function kindOf(path: string, place: DocPlace): CompletionKind {
  const target = resolveDocLink(path, place);
  if (target?.kind === 'owner') return target.owner.kind;
  if (target?.kind !== 'type') return 'label';
  const { kind } = target.type.def;
  return kind === 'use' ? 'alias' : kind;
}
