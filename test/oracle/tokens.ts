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
  /** As written: `i`, `%list`. */
  readonly name: string;
  readonly kind: 'interface' | 'world';
  /** `ns:pkg` and `@1.0.0` of the nested package that it is in. */
  readonly nested: Header | undefined;
  /** The feature that must be active for it to be there. */
  readonly feature: string | undefined;
}

export interface Header {
  readonly name: string;
  readonly version: string;
}

export interface Declarations {
  /** Of the file's own `package` line. */
  readonly header: Header | undefined;
  readonly items: readonly Declared[];
}

/** Interfaces and worlds of a file that the reference accepts. */
export function declared(text: string): Declarations {
  const tokens = tokensOf(text).filter((it) => it.kind !== 'comment');
  const items: Declared[] = [];
  let header: Header | undefined;
  let nested: Header | undefined;
  let depth = 0;
  let feature: string | undefined;
  for (const [at, { text: word }] of tokens.entries()) {
    const name = tokens[at + 1];
    if (word === '}') depth--;
    if (word === '}' && depth === 0) nested = undefined;
    if (depth === (nested === undefined ? 0 : 1)) {
      if (word === '@' && name?.text === 'unstable') feature = tokens[at + 5]?.text;
      else if (word === '}' || word === ';') feature = undefined;
      if (word === 'package' && nested === undefined) {
        const found = headerAt(tokens, at);
        if (found?.opens === '{') nested = found;
        else header ??= found;
      }
      if ((word === 'interface' || word === 'world') && name?.kind === 'word') {
        items.push({ name: name.text, kind: word, nested, feature });
        feature = undefined;
      }
    }
    if (word === '{') depth++;
  }
  return { header, items };
}

/** `package a:b@1.0.0;` or `{`. */
function headerAt(tokens: readonly Token[], at: number): (Header & { opens: string }) | undefined {
  const [namespace, , name, mark] = tokens.slice(at + 1, at + 5);
  const end = tokens.find((it, index) => index > at && (it.text === '{' || it.text === ';'));
  if (namespace === undefined || name === undefined || mark === undefined || end === undefined) return undefined;
  const written = tokens.slice(at + 4, tokens.indexOf(end)).map((it) => it.text);
  // `@1.0.0-` is `1.0.0` to the reference.
  const version = mark.text === '@' ? written.join('').replace(/^(@\d+\.\d+\.\d+)-?\+?$|(?<=-.*)\+$/, '$1') : '';
  return { name: `${namespace.text}:${name.text}`.replaceAll('%', ''), version, opens: end.text };
}
