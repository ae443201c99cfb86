// The words that begin items, and what they begin.

import type { Span } from '../../base/text.ts';
import { escapePath } from '../../check/declared-names.ts';
import { spanOf } from '../../syntax/items.ts';
import type { Expected, ItemPlace } from './expected.ts';
import type { CompletionItem } from './item.ts';
import type { Scope } from './scope.ts';

interface Word {
  readonly word: string;
  /** Without a text of its own it is offered only as a snippet. */
  readonly text?: string;
  readonly snippet: string;
  readonly places: readonly ItemPlace[];
}

const TOP: readonly ItemPlace[] = ['file', 'nested'];
const BODIES: readonly ItemPlace[] = ['interface', 'world'];

const WORDS: readonly Word[] = [
  { word: 'interface', text: 'interface', snippet: 'interface ${1:name} {\n\t$0\n}', places: TOP },
  { word: 'world', text: 'world', snippet: 'world ${1:name} {\n\t$0\n}', places: TOP },
  { word: 'use', text: 'use', snippet: 'use $0', places: [...TOP, ...BODIES] },
  { word: 'import', text: 'import', snippet: 'import $0', places: ['world'] },
  { word: 'export', text: 'export', snippet: 'export $0', places: ['world'] },
  { word: 'include', text: 'include', snippet: 'include $0', places: ['world'] },
  { word: 'type', text: 'type', snippet: 'type ${1:name} = ${2:u32};', places: BODIES },
  { word: 'record', text: 'record', snippet: 'record ${1:name} {\n\t${2:field}: ${3:u32},$0\n}', places: BODIES },
  { word: 'variant', text: 'variant', snippet: 'variant ${1:name} {\n\t${2:case}(${3:u32}),$0\n}', places: BODIES },
  { word: 'enum', text: 'enum', snippet: 'enum ${1:name} {\n\t${2:case},$0\n}', places: BODIES },
  { word: 'flags', text: 'flags', snippet: 'flags ${1:name} {\n\t${2:flag},$0\n}', places: BODIES },
  { word: 'resource', text: 'resource', snippet: 'resource ${1:name} {\n\t$0\n}', places: BODIES },
  { word: 'func', snippet: '${1:name}: func($2)$0;', places: ['interface', 'resource'] },
  { word: 'static func', snippet: '${1:name}: static func($2)$0;', places: ['resource'] },
  { word: 'import func', snippet: 'import ${1:name}: func($2)$0;', places: ['world'] },
  { word: 'export func', snippet: 'export ${1:name}: func($2)$0;', places: ['world'] },
  { word: 'constructor', text: 'constructor', snippet: 'constructor($1)$0;', places: ['resource'] },
];

/** The items that may begin here. */
export function itemWords(
  scope: Scope,
  { place, first, attributes }: Extract<Expected, { kind: 'item' }>,
): CompletionItem[] {
  const gated = attributes.length > 0;
  const words = WORDS.filter((it) => it.places.includes(place) && !(gated && it.word === 'use' && TOP.includes(place)));
  const found: CompletionItem[] = words
    .filter((it) => it.word !== 'constructor' || !hasConstructor(scope))
    .map((it, index) => ({
      label: it.word,
      kind: it.text === undefined ? 'snippet' : 'keyword',
      text: it.text ?? '',
      snippet: it.snippet,
      rank: index,
      ...(/^\w+ \$0$/.test(it.snippet) ? { again: true } : {}),
    }));
  if (place === 'file' && !gated) found.push(packageWord(scope, first));
  if (place !== 'file' || !first) found.push(...gateWords(scope, { place, given: attributes }));
  return found;
}

/** Has the resource around the place a constructor, other than what is being typed? */
function hasConstructor({ body, tree, offset }: Scope): boolean {
  for (const { decl, base } of body?.members ?? []) {
    if (decl.kind !== 'resource' || !holds(spanOf(tree, base + decl.node), offset)) continue;
    return decl.funcs.some((it) => it.kind === 'constructor' && !holds(spanOf(tree, base + it.node), offset));
  }
  return false;
}

function holds(span: Span, offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}

/** The first line of a file, or a package in it. */
function packageWord(scope: Scope, first: boolean): CompletionItem {
  if (!first)
    return {
      label: 'package',
      kind: 'keyword',
      text: 'package',
      snippet: 'package ${1:namespace}:${2:name} {\n\t$0\n}',
      rank: 40,
    };
  const known = siblingPackage(scope);
  const name = known === undefined ? '${1:namespace}:${2:name}' : known;
  return { label: 'package', kind: 'keyword', text: 'package', snippet: `package ${name};\n$0`, rank: -1 };
}

/** What the other files of the directory say they belong to. */
export function siblingPackage({ groups, uri }: Scope): string | undefined {
  for (const { main } of groups) {
    if (main?.parts.some((part) => part.uri === uri) !== true) continue;
    const says = main.parts.find((part) => part.uri !== uri && part.says !== undefined)?.says;
    return says === undefined ? undefined : escapePath(says);
  }
  return undefined;
}

const GATES = ['since', 'unstable', 'deprecated', 'external-id'];

/** Where an attribute stands, and which are there already. */
type AroundGate = Pick<Extract<Expected, { kind: 'attribute' }>, 'place' | 'given'>;

/** Attributes that may still be added, with their `@`. */
function gateWords(scope: Scope, around: AroundGate): CompletionItem[] {
  return gatesLeft(scope, around).map((name, index) => {
    const snippet = `@${gateSnippet(scope, name)}`;
    return {
      label: `@${name}`,
      kind: 'keyword',
      text: `@${name}`,
      snippet: `${snippet}\n$0`,
      rank: 50 + index,
      filter: `@${name}`,
    };
  });
}

/** After the `@`. */
export function gateNames(scope: Scope, around: AroundGate): CompletionItem[] {
  return gatesLeft(scope, around).map((name, index) => ({
    label: name,
    kind: 'keyword',
    text: name,
    snippet: gateSnippet(scope, name),
    rank: index,
  }));
}

function gatesLeft({ own }: Scope, { place, given }: AroundGate): string[] {
  return GATES.filter((name) => {
    if (given.includes(name)) return false;
    // Interfaces and worlds have no name outside of WIT.
    if (name === 'external-id') return !TOP.includes(place);
    if (name === 'since') return own?.id.version !== undefined && !given.includes('unstable');
    return name !== 'unstable' || !given.includes('since');
  });
}

function gateSnippet({ own }: Scope, name: string): string {
  if (name === 'external-id') return 'external-id("$1")';
  if (name === 'unstable') return 'unstable(feature = ${1:feature})';
  return `${name}(version = \${1:${own?.id.version ?? '1.0.0'}})`;
}

/** What may follow `name:`. */
export function funcWords(place: ItemPlace): CompletionItem[] {
  const words = ['func', 'async func', 'get', 'set'];
  if (place === 'resource') words.splice(2, 0, 'static func', 'static async func');
  if (place === 'resource') words.push('static get', 'static set');
  const found: CompletionItem[] = words.map((word, index) => ({
    label: word,
    kind: 'keyword',
    text: word,
    snippet: `${word}${parametersOf(word)}$0`,
    rank: index,
  }));
  if (place === 'world')
    found.push({ label: 'interface', kind: 'keyword', text: 'interface', snippet: 'interface {\n\t$0\n}', rank: 9 });
  return found;
}

function parametersOf(word: string): string {
  if (word.endsWith('get')) return '() -> ${1:u32}';
  return word.endsWith('set') ? '(${1:value}: ${2:u32})' : '($1)';
}

export function plainWords(words: readonly string[]): CompletionItem[] {
  return words.map((word, index) => ({ label: word, kind: 'keyword', text: word, rank: index }));
}
