// Small damage to WIT texts, by seed: what a slip of the hand, a bad merge or half a rename does. Functions of the text only.

import { type Token, tokensOf } from '../oracle/tokens.ts';
import { type Case, PLACE } from './cases.ts';
import { itemsOf } from './items.ts';
import { Random } from './random.ts';

/** A text with one thing changed; undefined where there is nothing of the kind to change. */
type Mutation = (text: string, random: Random) => string | undefined;

export interface Mutated extends Case {
  /** What was done, where. */
  readonly done: string;
}

const WORDS = (
  'use type func u8 u16 u32 s64 f32 f64 char resource own borrow record flags variant enum bool string option result future ' +
  'stream error-context list map _ as from static interface tuple world import export package constructor include with async ' +
  'a b since unstable deprecated external-id version feature active self x-y X 0 1.0.0 %list ; { } ( ) < > , : . = @ -> / % * -'
).split(' ');

const TYPES = (
  'u8 s8 u16 s16 u32 s32 u64 s64 f32 f64 char bool string error-context result option<u8> list<u8> list<u8,4> list<u8,0> ' +
  'tuple<u8,string> tuple<> result<u8> result<_,string> future future<u8> stream stream<u8> stream<char> map<string,u8> map<f32,u8> ' +
  'list<string,1000000000> option<option<u8>>'
).split(' ');

const AROUND = [
  'list<#>',
  'option<#>',
  'own<#>',
  'borrow<#>',
  'stream<#>',
  'future<#>',
  'tuple<#>',
  'result<#>',
  'result<_,#>',
  'list<#,2>',
  'map<#,u8>',
  'map<u8,#>',
];

const VERSIONS = [
  '0.1.0',
  '0.2.0',
  '1.0.0',
  '1.0.1',
  '2.0.0',
  '0.2.0-rc.1',
  '1.0.0+b',
  '01.0.0',
  '1.0',
  '1.0.0-',
  '99.0.0',
];

const ATTRIBUTES = [
  '@since(version = 0.1.0)',
  '@since(version = 1.0.0)',
  '@since(version = 99.0.0)',
  '@unstable(feature = active)',
  '@unstable(feature = other)',
  '@deprecated(version = 0.1.0)',
  '@since(version = 0.1.0) @deprecated(version = 0.2.0)',
  '@external-id("x")',
  '@since(version = 0.1.0) @unstable(feature = active)',
  '@foo(x = 1)',
];

const SPICE = [
  '// note\n',
  '/// docs\n',
  '/* block */',
  '/** docs */',
  '/* open',
  ' ',
  '\r',
  '\t',
  '\u00a0',
  '\ufeff',
  'é',
  '"s"',
  '$',
  '\u202e',
  '\u0085',
  '\\',
];

const BUILTIN = /^(?:u8|u16|u32|u64|s8|s16|s32|s64|f32|f64|char|bool|string|error-context)$/;
const KEYWORD =
  /^(?:use|type|func|u8|u16|u32|u64|s8|s16|s32|s64|f32|f64|char|resource|own|borrow|record|flags|variant|enum|bool|string|option|result|future|stream|error-context|list|map|_|as|from|static|interface|tuple|world|import|export|package|constructor|include|with|async)$/;

function words(text: string): Token[] {
  return tokensOf(text).filter((it) => it.kind !== 'comment');
}

function names(text: string): Token[] {
  return words(text).filter((it) => it.kind === 'word' && !KEYWORD.test(it.text));
}

function replaced(text: string, at: { start: number; end: number }, by: string): string {
  return text.slice(0, at.start) + by + text.slice(at.end);
}

/** The later first, so that offsets hold. */
function swapped(
  text: string,
  a: { start: number; end: number },
  b: { start: number; end: number },
): string | undefined {
  if (a.start > b.start) return swapped(text, b, a);
  if (a.end > b.start) return undefined;
  return replaced(replaced(text, b, text.slice(a.start, a.end)), a, text.slice(b.start, b.end));
}

function on(
  find: (text: string) => readonly Token[],
  change: (token: Token, text: string, random: Random) => string | undefined,
): Mutation {
  return (text, random) => {
    const token = random.pick(find(text));
    return token === undefined ? undefined : change(token, text, random);
  };
}

const types = (text: string): Token[] => words(text).filter((it) => BUILTIN.test(it.text));

/** Names where a type stands: after `:`, `<`, `,`, `->`, `=`, `(`. Some are names of members; that is damage too. */
const typeNames = (text: string): Token[] => {
  const all = words(text);
  return all.filter((it, at) => it.kind === 'word' && /^(?:[:<,=(]|->)$/.test(all[at - 1]?.text ?? ''));
};

const versions = (text: string): { start: number; end: number }[] =>
  [...text.matchAll(/(?<=@|version\s*=\s*)\d+\.\d+\.\d+(?:[-+][\w.+-]*\w)?/g)].map((it) => ({
    start: it.index,
    end: it.index + it[0].length,
  }));

/** More often those that leave something for the later stages to find. */
export const MUTATIONS: Readonly<Record<string, readonly [weight: number, Mutation]>> = {
  'delete-token': [4, on(words, (token, text) => replaced(text, token, ''))],
  'duplicate-token': [2, on(words, (token, text) => replaced(text, token, `${token.text} ${token.text}`))],
  'swap-tokens': [2, (text, random) => pair(words(text), random, (a, b) => swapped(text, a, b))],
  'swap-neighbours': [2, (text, random) => neighbours(words(text), random, (a, b) => swapped(text, a, b))],
  'replace-token': [3, (text, random) => pair(words(text), random, (a, b) => replaced(text, a, b.text))],
  'replace-by-word': [3, on(words, (token, text, random) => replaced(text, token, random.pick(WORDS) ?? ''))],
  'replace-name': [8, (text, random) => pair(names(text), random, (a, b) => replaced(text, a, b.text))],
  'rename-once': [4, on(names, (token, text) => replaced(text, token, `${token.text}-x`))],
  'change-case': [3, on(names, (token, text) => replaced(text, token, otherCase(token.text)))],
  'replace-type': [
    5,
    on(typeNames, (token, text, random) =>
      replaced(text, token, random.pick([...TYPES, ...names(text).map((it) => it.text)]) ?? ''),
    ),
  ],
  'wrap-type': [
    5,
    on(typeNames, (token, text, random) =>
      replaced(text, token, (random.pick(AROUND) ?? '#').replace('#', token.text)),
    ),
  ],
  'swap-types': [
    2,
    (text, random) => pair([...types(text), ...typeNames(text)], random, (a, b) => swapped(text, a, b)),
  ],
  'delete-item': [6, (text, random) => inItem(text, random, (item) => replaced(text, item, ''))],
  'duplicate-item': [4, (text, random) => inItem(text, random, (item, own) => replaced(text, item, `${own}\n${own}`))],
  'move-item': [4, (text, random) => moved(text, random, true)],
  'copy-item': [4, (text, random) => moved(text, random, false)],
  'swap-items': [3, (text, random) => pair(itemsOf(text), random, (a, b) => swapped(text, a, b))],
  'add-attribute': [
    6,
    (text, random) => inItem(text, random, (item, own) => replaced(text, item, `${random.pick(ATTRIBUTES)}\n${own}`)),
  ],
  'delete-attribute': [
    3,
    (text, random) => {
      const found = [...text.matchAll(/@(?:since|unstable|deprecated|external-id)\([^)]*\)/g)];
      const it = random.pick(found);
      return it === undefined ? undefined : replaced(text, { start: it.index, end: it.index + it[0].length }, '');
    },
  ],
  'change-version': [
    4,
    (text, random) => {
      const it = random.pick(versions(text));
      return it === undefined ? undefined : replaced(text, it, random.pick(VERSIONS) ?? '');
    },
  ],
  'drop-version': [
    1,
    (text, random) => {
      const it = random.pick(versions(text).filter((found) => text[found.start - 1] === '@'));
      return it === undefined ? undefined : replaced(text, { start: it.start - 1, end: it.end }, '');
    },
  ],
  'insert-character': [
    2,
    on(words, (token, text, random) =>
      replaced(text, { start: token.start, end: token.start }, random.pick(SPICE) ?? ''),
    ),
  ],
  'cut-word': [1, on(words, (token, text) => replaced(text, token, token.text.slice(0, -1)))],
  'cut-end': [1, on(words, (token, text) => text.slice(0, token.start))],
};

const WEIGHED = Object.entries(MUTATIONS).flatMap(([name, [weight]]) => Array.from({ length: weight }, () => name));

function pair<T>(from: readonly T[], random: Random, change: (a: T, b: T) => string | undefined): string | undefined {
  const [a, b] = [random.pick(from), random.pick(from)];
  return a === undefined || b === undefined || a === b ? undefined : change(a, b);
}

function neighbours<T>(
  from: readonly T[],
  random: Random,
  change: (a: T, b: T) => string | undefined,
): string | undefined {
  const at = random.below(Math.max(0, from.length - 1));
  const [a, b] = [from[at], from[at + 1]];
  return a === undefined || b === undefined ? undefined : change(a, b);
}

function inItem(
  text: string,
  random: Random,
  change: (item: { start: number; end: number }, own: string) => string,
): string | undefined {
  const item = random.pick(itemsOf(text));
  return item === undefined ? undefined : change(item, text.slice(item.start, item.end));
}

/** An item comes to stand before another. */
function moved(text: string, random: Random, away: boolean): string | undefined {
  return pair(itemsOf(text), random, (from, to) => {
    const own = text.slice(from.start, from.end);
    const put = { start: to.start, end: to.start };
    if (!away) return replaced(text, put, `${own}\n`);
    if (to.start >= from.start && to.start < from.end) return undefined;
    if (to.start > from.start) return replaced(replaced(text, put, `${own}\n`), from, '');
    return replaced(replaced(text, from, ''), put, `${own}\n`);
  });
}

function otherCase(word: string): string {
  return word === word.toUpperCase() ? word.toLowerCase() : word.toUpperCase();
}

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** One to three changes; sometimes of whole files. The same for the same case and seed. */
export function mutate(it: Case, seed: number): Mutated {
  const random = new Random(seed);
  const files = new Map(it.files);
  const done: string[] = [];
  const wanted = random.next() < 0.75 ? 1 : random.next() < 0.7 ? 2 : 3;
  for (let attempt = 0; attempt < 20 && done.length < wanted; attempt++) {
    const file = pickFile(files, it, random);
    if (file === undefined) break;
    if (random.next() < 0.04 && files.size > 1) {
      done.push(mutateFiles(files, file, random));
      continue;
    }
    const text = decoder.decode(files.get(file));
    const name = random.pick(WEIGHED) ?? '';
    const changed = MUTATIONS[name]?.[1](text, random);
    if (changed === undefined || changed === text) continue;
    files.set(file, encoder.encode(changed));
    done.push(`${name} in ${file}:${lineOfChange(text, changed)}`);
  }
  return { name: it.name, path: it.path, features: it.features, files, done: done.join(', ') };
}

/** The package's own files more often than what is vendored. */
function pickFile(files: ReadonlyMap<string, Uint8Array>, { path }: Case, random: Random): string | undefined {
  const all = [...files]
    .filter(([name, bytes]) => name.endsWith('.wit') && bytes.length < 60_000)
    .map(([name]) => name);
  const own = all.filter((name) => name === path || !name.slice(path.length + 1).includes('/'));
  return random.pick(own.length > 0 && random.next() < 0.8 ? own : all);
}

function mutateFiles(files: Map<string, Uint8Array>, file: string, random: Random): string {
  const bytes = files.get(file) ?? new Uint8Array();
  const directory = file.slice(0, file.lastIndexOf('/'));
  const beside = [...files.keys()].filter((it) => it.endsWith('.wit') && it.startsWith(directory));
  // A directory without files of its own is another question: `check` looks for packages below it.
  if (
    random.next() < 0.4 &&
    (directory !== PLACE || beside.some((it) => it !== file && !it.slice(directory.length + 1).includes('/')))
  ) {
    files.delete(file);
    return `delete ${file}`;
  }
  if (random.next() < 0.5) {
    files.set(`${directory}/copy.wit`, bytes);
    return `copy ${file}`;
  }
  const other = random.pick([...files.keys()].filter((it) => it.endsWith('.wit'))) ?? file;
  files.set(file, files.get(other) ?? bytes);
  files.set(other, bytes);
  return `swap ${file} and ${other}`;
}

function lineOfChange(before: string, after: string): number {
  let at = 0;
  while (at < before.length && before[at] === after[at]) at++;
  return before.slice(0, at).split('\n').length;
}
