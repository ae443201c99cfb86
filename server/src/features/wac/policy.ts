// What a policy refuses of a `.wac` file, at the components that bring it.

import { LineIndex, type Span } from '../../base/text.ts';
import type { Diagnostic } from '../../check/diagnostic.ts';
import { diagnosticOf } from '../../check/text-diagnostic.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { compositionPolicy } from '../policy/composition.ts';
import type { PolicyContext } from '../policy/context.ts';
import { composed, type WacDocument } from './wac.ts';

export function wacPolicy(snapshot: Snapshot, document: WacDocument, context: PolicyContext): readonly Diagnostic[] {
  if (context.rules.length === 0) return [];
  const { composition, made } = composed(snapshot, document);
  const places = new Map([...made].map(([instantiation, it]) => [it.part, instantiation.path.span] as const));
  const whole: Span = document.file.head ?? { start: 0, end: 0 };
  return compositionPolicy(composition, context, [snapshot]).map(({ code, level, message, ports, placed }) => {
    const [span = whole] = ports.flatMap((it) => places.get(it.part) ?? []);
    const rule = {
      uri: placed.uri,
      span: placed.span,
      message: 'the rule of the policy',
      lines: new LineIndex(placed.text),
    };
    return { ...diagnosticOf(code, message, span), severity: level, related: [rule] };
  });
}
