// What a composition does not say: what `...` imports, and which imports a spread argument satisfies.

import { markdownCode } from '../../base/escape.ts';
import type { Span } from '../../base/text.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { type InlayHint, shortList } from '../inlay-hints.ts';
import { composed, type WacDocument } from './wac.ts';

export function wacInlayHints(snapshot: Snapshot, document: WacDocument, range: Span): readonly InlayHint[] {
  const hints: InlayHint[] = [];
  for (const [{ fill, args }, made] of composed(snapshot, document).made) {
    if (fill !== undefined && made.open.length > 0)
      hints.push(hint(fill.end, 'imports', 'Imported by the whole', keysOf(made.open)));
    for (const argument of args) {
      const found = made.spreads.get(argument) ?? [];
      if (found.length > 0) hints.push(hint(argument.name.span.end, 'gives', 'Given', keysOf(found)));
    }
  }
  return hints.filter((it) => range.start <= it.offset && it.offset <= range.end).sort((a, b) => a.offset - b.offset);
}

function keysOf(ports: readonly { readonly item: { readonly key: string } }[]): string[] {
  return ports.map((it) => it.item.key);
}

function hint(offset: number, verb: string, title: string, keys: readonly string[]): InlayHint {
  const tooltip = `${title}:\n\n${keys.map((key) => `- ${markdownCode(key)}`).join('\n')}`;
  return { offset, text: `${verb} ${shortList(keys)}`, tooltip };
}
