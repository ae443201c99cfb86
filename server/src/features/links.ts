// Links in a file: addresses in comments, and packages in paths, which lead to the file that declares them.

import type { Span } from '../base/text.ts';
import { isComment, tokensAndComments } from '../syntax/lexer.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import { placeOf } from './names/name-at.ts';

export interface DocumentLink {
  readonly span: Span;
  /** An address, or the URI of a file with the line as `#L7`. */
  readonly target: string;
  readonly tooltip: string;
}

/** Up to a space or a bracket that was opened before; without the full stop of the sentence. */
const ADDRESS = /\bhttps?:\/\/[^\s<>"'`\\]+/g;

export function documentLinks(snapshot: Snapshot, uri: string): readonly DocumentLink[] {
  const tree = snapshot.tree(uri);
  if (tree === undefined) return [];
  const found: DocumentLink[] = [];
  for (const token of tokensAndComments(tree.text)) {
    if (!isComment(token.kind)) continue;
    for (const match of tree.text.slice(token.start, token.end).matchAll(ADDRESS)) {
      const target = trimmed(match[0]);
      const start = token.start + match.index;
      found.push({ span: { start, end: start + target.length }, target, tooltip: target });
    }
  }
  for (const { span, role, target } of snapshot.semantics.refs(uri)) {
    if (target.kind !== 'package' || role !== 'reference' || target.loc === undefined) continue;
    const place = placeOf(snapshot, target.loc);
    const line = place === undefined ? undefined : snapshot.lines(place.uri)?.position(place.span.start).line;
    if (place === undefined || line === undefined || place.uri === uri) continue;
    const { namespace, name, version } = target.id;
    const tooltip = `package ${namespace}:${name}${version === undefined ? '' : `@${version}`}`;
    found.push({ span, target: `${snapshot.spelling(place.uri)}#L${line + 1}`, tooltip });
  }
  return found.sort((a, b) => a.span.start - b.span.start);
}

/** Without what ends the sentence around it, and without a closing bracket that it did not open. */
function trimmed(address: string): string {
  let end = address.length;
  for (; end > 0; end--) {
    const last = address[end - 1] ?? '';
    if ('.,;:!?*_'.includes(last)) continue;
    const opening = last === ')' ? '(' : last === ']' ? '[' : last === '}' ? '{' : undefined;
    if (opening === undefined) break;
    const before = address.slice(0, end);
    if (before.split(opening).length >= before.split(last).length) break;
  }
  return address.slice(0, end);
}
