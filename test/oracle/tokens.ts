// A tokenizer of WIT that is not the product's, so that both cannot be wrong in the same way: good enough to cut a text into
// its words, and to see which interfaces a file declares.

export type Kind = 'word' | 'number' | 'string' | 'punctuation' | 'comment' | 'other';

export interface Token {
  readonly kind: Kind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const TOKEN =
  /(?<comment>\/\/[^\n]*|\/\*[\s\S]*?\*\/)|(?<string>"(?:\\.|[^"\\\n])*")|(?<word>%?[\p{XID_Start}_](?:[\p{XID_Continue}]|-(?!>))*)|(?<number>\d+)|(?<punctuation>->|[=,:.;(){}<>*@/+-])|(?<other>\S)/gu;

/** Comments included, white space not. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(TOKEN)) {
    const [kind] = Object.entries(match.groups ?? {}).find(([, found]) => found !== undefined) ?? [];
    const start = match.index;
    tokens.push({ kind: (kind ?? 'other') as Kind, text: match[0], start, end: start + match[0].length });
  }
  return tokens;
}

export interface Declared {
  /** `%i` in the file's own package, `%ns:%pkg/%i@1.0.0` in a nested one. */
  readonly path: string;
  readonly kind: 'interface' | 'world';
  readonly nested: boolean;
  /** The feature that must be active for it to be there. */
  readonly feature: string | undefined;
}

/** Interfaces and worlds of a file that the reference accepts. */
export function declared(text: string): Declared[] {
  const tokens = tokensOf(text).filter((it) => it.kind !== 'comment');
  const found: Declared[] = [];
  let depth = 0;
  let nested: { readonly at: number; readonly name: string; readonly version: string } | undefined;
  let feature: string | undefined;
  for (let at = 0; at < tokens.length; at++) {
    const word = tokens[at]?.text;
    if (word === '}') {
      depth--;
      if (nested !== undefined && depth === nested.at) nested = undefined;
    }
    if (depth === (nested === undefined ? 0 : nested.at + 1)) {
      if (word === '@' && tokens[at + 1]?.text === 'unstable') feature = tokens[at + 5]?.text;
      else if (word === '}' || word === ';') feature = undefined;
      if (word === 'package' && nested === undefined) {
        const header = headerAt(text, tokens, at);
        if (header !== undefined) nested = { at: depth, ...header };
      }
      const name = tokens[at + 1];
      if ((word === 'interface' || word === 'world') && name?.kind === 'word') {
        const own = escaped(name.text);
        const path = nested === undefined ? own : `${nested.name}/${own}${nested.version}`;
        found.push({ path, kind: word, nested: nested !== undefined, feature });
        feature = undefined;
      }
    }
    if (word === '{') depth++;
  }
  return found;
}

/** `package a:b@1.0.0 {`; undefined for the line of the file's own package. */
function headerAt(text: string, tokens: readonly Token[], at: number): { name: string; version: string } | undefined {
  const [namespace, , name, mark] = tokens.slice(at + 1, at + 5);
  const brace = tokens.findIndex((it, index) => index > at && (it.text === '{' || it.text === ';'));
  const end = tokens[brace];
  if (namespace === undefined || name === undefined || mark === undefined || end?.text !== '{') return undefined;
  const version = mark.text === '@' ? text.slice(mark.start, end.start).trim() : '';
  return { name: `${escaped(namespace.text)}:${escaped(name.text)}`, version };
}

function escaped(name: string): string {
  return name.startsWith('%') ? name : `%${name}`;
}
