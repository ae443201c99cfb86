// Diagnostics made from a code, and from problems that are a span of a text and bring their own fix.

import type { Span } from '../base/text.ts';
import type { SyntaxProblem } from '../syntax/problems.ts';
import { type Code, ruleOf } from './catalogue.ts';
import type { Diagnostic } from './diagnostic.ts';

/** With the severity and the tags of the code's row. */
export function diagnosticOf(code: Code, message: string, span: Span): Diagnostic {
  const rule = ruleOf(code);
  const tags = rule?.tags === undefined ? {} : { tags: rule.tags };
  return { code, severity: rule?.severity ?? 'error', message, span, related: [], fixes: [], ...tags };
}

export function textDiagnostic(uri: string, problem: SyntaxProblem<Code>): Diagnostic {
  const { code, message, start, end, related = [], fix, alternatives = [] } = problem;
  return {
    ...diagnosticOf(code, message, { start, end }),
    related: related.map((place) => ({
      uri,
      span: { start: place.start, end: place.end },
      message: place.message,
    })),
    fixes: [...(fix === undefined ? [] : [fix]), ...alternatives].map(({ title, edits, safe }, index) => ({
      title,
      edits: [{ uri, edits }],
      ...(alternatives.length === 0 && index === 0 ? { preferred: true } : {}),
      ...(safe === undefined ? {} : { safe }),
    })),
  };
}
