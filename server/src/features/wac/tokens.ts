// What each word of a composition is, for colouring: the legend is that of WIT (docs/semantic-tokens.md).

import type { Span } from '../../base/text.ts';
import { BUILTIN_NAMES } from '../../syntax/builtins.ts';
import { isIdentifier, isKeyword, type Token } from '../../syntax/lexer.ts';
import { wacTokens } from '../../wac/lexer.ts';
import { type NameRole, namesOf } from '../../wac/names.ts';
import type { WacFile } from '../../wac/syntax.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import type { SemanticToken, TokenModifier, TokenType } from '../semantic-tokens.ts';
import { composed, type WacDocument } from './wac.ts';

/** All tokens in the order of the text, or those that a range touches. None goes over the end of a line. */
export function wacSemanticTokens(snapshot: Snapshot, document: WacDocument, range?: Span): readonly SemanticToken[] {
  const meanings = meaningsOf(snapshot, document);
  return wacTokens(document.text)
    .filter((it) => range === undefined || (it.start < range.end && range.start < it.end))
    .flatMap((token) => coloured(document.text, token, meanings.get(token.start)));
}

interface Meaning {
  readonly type: TokenType;
  readonly modifiers: readonly TokenModifier[];
}

const GIVEN: Readonly<Partial<Record<NameRole, TokenType>>> = {
  value: 'variable',
  interface: 'interface',
  world: 'namespace',
  alias: 'type',
  record: 'struct',
  variant: 'enum',
  flags: 'enum',
  enum: 'enum',
  resource: 'class',
  field: 'property',
  case: 'enumMember',
  parameter: 'parameter',
  function: 'function',
  method: 'method',
  static: 'method',
  extern: 'interface',
};

/** By the start of a name. */
function meaningsOf(snapshot: Snapshot, document: WacDocument): ReadonlyMap<number, Meaning> {
  const found = new Map<number, Meaning>();
  const declared = declaredTypes(document.file);
  for (const { name, role } of namesOf(document.file)) {
    const given = GIVEN[role];
    const type = given ?? mentioned(role, declared.get(name.text));
    if (type === undefined) continue;
    const modifiers: TokenModifier[] = given === undefined ? [] : ['declaration'];
    if (role === 'static') modifiers.push('static');
    found.set(name.span.start, { type, modifiers });
  }
  for (const { span, target } of composed(snapshot, document).refs) {
    if (target.kind === 'func') found.set(span.start, { type: 'function', modifiers: [] });
    // An argument keeps its colour, whatever it is for.
    if (target.kind !== 'port' || found.get(span.start)?.type !== 'property') continue;
    const isFunction = target.port.item.item.kind === 'func';
    found.set(span.start, { type: isFunction ? 'function' : 'interface', modifiers: [] });
  }
  return found;
}

function mentioned(role: NameRole, declared: TokenType | undefined): TokenType | undefined {
  switch (role) {
    case 'mention':
      return declared ?? 'variable';
    case 'type-mention':
      return declared ?? 'type';
    case 'argument':
      return 'parameter';
    case 'access':
      return 'property';
    default:
      return undefined;
  }
}

function declaredTypes({ statements }: WacFile): ReadonlyMap<string, TokenType> {
  const found = new Map<string, TokenType>();
  for (const it of statements) {
    const type = it.kind === 'type' ? GIVEN[it.decl.kind] : undefined;
    if (it.kind === 'type' && type !== undefined) found.set(it.decl.name.text, type);
  }
  return found;
}

/** Words that are none of WIT. */
const WORDS: ReadonlySet<string> = new Set(['let', 'new', 'targets']);

function coloured(text: string, { kind, start, end }: Token, meaning: Meaning | undefined): SemanticToken[] {
  const it = (type: TokenType, ...modifiers: TokenModifier[]): SemanticToken[] => [{ start, end, type, modifiers }];
  if (kind === 'quoted') return text.slice(start, end).includes('\n') ? [] : it('string');
  if (meaning !== undefined && kind !== 'path') return [{ start, end, ...meaning }];
  if (kind === 'path') return pathTokens(text, start, end);
  if (kind === '->' || kind === '...' || kind === '_') return it('operator');
  if (BUILTIN_NAMES.has(kind)) return it('type', 'defaultLibrary');
  if (isKeyword(kind) || (isIdentifier(kind) && WORDS.has(text.slice(start, end)))) return it('keyword');
  return [];
}

/** `ns:name`, `item` and `version` of `ns:name/item@version`. */
function pathTokens(text: string, start: number, end: number): SemanticToken[] {
  const parts = /^([^/@]*)((?:\/[^@]*)?)((?:@.*)?)$/.exec(text.slice(start, end));
  const [, name = '', item = '', version = ''] = parts ?? [];
  const found: SemanticToken[] = [{ start, end: start + name.length, type: 'namespace', modifiers: [] }];
  const at = start + name.length;
  if (item !== '') found.push({ start: at + 1, end: at + item.length, type: 'interface', modifiers: [] });
  if (version !== '') found.push({ start: end - version.length + 1, end, type: 'number', modifiers: [] });
  return found;
}
