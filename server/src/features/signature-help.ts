// What stands between the brackets that are open at a place: of a type, of a gate, of an `include … with`.

import { GENERIC_NAMES, GENERICS } from '../syntax/builtins.ts';
import type { ItemTree } from '../syntax/items.ts';
import { isComment, type Token, tokensAndComments } from '../syntax/lexer.ts';

export interface SignatureHelp {
  readonly label: string;
  readonly docs: string;
  /** Parts of the label. */
  readonly parameters: readonly string[];
  readonly active: number;
}

interface Signature {
  readonly label: string;
  readonly parameters: readonly string[];
  readonly docs: string;
}

const TYPES: ReadonlyMap<string, Signature> = new Map(
  GENERIC_NAMES.map((name) => {
    const parameters = GENERICS[name].parameters.map((it) => it.name);
    return [name, { label: `${name}<${parameters.join(', ')}>`, parameters, docs: GENERICS[name].sentence }];
  }),
);

const GATES: ReadonlyMap<string, Signature> = new Map([
  gate('since', 'version = 1.0.0', 'The version of the package in which this appeared and is stable from.'),
  gate('unstable', 'feature = name', 'Only there where this feature is active.'),
  gate('deprecated', 'version = 1.0.0', 'The version from which this should not be used; needs `@since` beside it.'),
  gate('external-id', '"…"', 'A name for tools outside of WIT.'),
]);

const WITH: Signature = {
  label: 'include world with { name as new-name, … }',
  parameters: ['name as new-name', '…'],
  docs: 'Gives imports and exports of the included world other names. Only plain names can change, no interfaces.',
};

function gate(name: string, parameter: string, docs: string): [string, Signature] {
  return [name, { label: `@${name}(${parameter})`, parameters: [parameter], docs }];
}

const OPENING: ReadonlyMap<string, string> = new Map([
  ['>', '<'],
  [')', '('],
  ['}', '{'],
]);

export function signatureHelp(tree: ItemTree, offset: number): SignatureHelp | undefined {
  const { text } = tree;
  const tokens = tokensBefore(tree, offset);
  const closed: string[] = [];
  let commas = 0;
  for (let at = tokens.length - 1; at >= 0; at--) {
    const { kind } = tokens[at] ?? { kind: ';' };
    if (closed.length === 0 && kind === ',') commas++;
    const opening = OPENING.get(kind);
    // `->` is no bracket.
    if (opening !== undefined && !(kind === '>' && tokens[at - 1]?.kind === '-')) closed.push(opening);
    else if (kind === closed.at(-1)) closed.pop();
    else if (kind === '<' || kind === '(' || kind === '{') {
      const signature = signatureAt(text, tokens, at);
      if (signature !== undefined) return { ...signature, active: Math.min(commas, signature.parameters.length - 1) };
      if (kind === '{') return undefined;
      commas = 0;
    } else if (kind === ';') return undefined;
  }
  return undefined;
}

/** The tokens that end before an offset; none inside a comment or a string. */
function tokensBefore(tree: ItemTree, offset: number): Token[] {
  const tokens = tokensAndComments(tree.text, statementBefore(tree, offset), offset);
  const last = tokens.at(-1);
  const inComment = last?.kind === 'line-comment' && last.end === offset;
  const unfinished = last?.kind.startsWith('unterminated') === true;
  return inComment || unfinished ? [] : tokens.filter((it) => !isComment(it.kind));
}

/** Where the last declaration before an offset begins, finished or not. */
function statementBefore(tree: ItemTree, offset: number): number {
  let from = 0;
  let level = tree.entries;
  for (;;) {
    const entry = level.findLast((it) => it.start < offset);
    if (entry === undefined) return from;
    from = entry.start;
    level = entry.members;
  }
}

function signatureAt(text: string, tokens: readonly Token[], at: number): Signature | undefined {
  const before = tokens[at - 1];
  if (before === undefined) return undefined;
  const word = text.slice(before.start, before.end);
  switch (tokens[at]?.kind) {
    case '<':
      return TYPES.get(word);
    case '(':
      return tokens[at - 2]?.kind === '@' ? GATES.get(word) : undefined;
    default:
      return word === 'with' ? WITH : undefined;
  }
}
