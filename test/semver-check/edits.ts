// Random edits of WIT texts that mostly leave them valid: what people do to a contract.

import { itemsOf } from '../conformance/items.ts';
import { MUTATIONS } from '../conformance/mutate.ts';
import type { Random } from '../conformance/random.ts';
import { tokensOf } from '../oracle/tokens.ts';

type Edit = (text: string, random: Random) => string | undefined;

/** Replaces one place that a pattern finds. */
function at(pattern: RegExp, by: string): Edit {
  return (text, random) => {
    const found = random.pick([...text.matchAll(pattern)]);
    if (found === undefined) return undefined;
    const put = found[0].replace(new RegExp(pattern.source), by);
    return text.slice(0, found.index) + put + text.slice(found.index + found[0].length);
  };
}

const renameEverywhere: Edit = (text, random) => {
  const names = tokensOf(text).filter((it) => it.kind === 'word' && /-[a-z]+\d$|^[a-d]$|^[di]\d$/.test(it.text));
  const chosen = random.pick(names)?.text;
  if (chosen === undefined) return undefined;
  let result = text;
  for (const { text: word, start, end } of tokensOf(text).reverse())
    if (word === chosen) result = `${result.slice(0, start)}${word}-other${result.slice(end)}`;
  return result;
};

/** Something new at the beginning of an interface, or in a world. */
const insert = (lines: readonly string[]): Edit => {
  return (text, random) => {
    const line = (random.pick(lines) ?? '').replaceAll('#', String(random.below(1000)));
    const found = random.pick([...text.matchAll(/\binterface [\w-]+ \{\n/g)]);
    if (found === undefined) return undefined;
    const place = found.index + found[0].length;
    return `${text.slice(0, place)}  ${line}\n${text.slice(place)}`;
  };
};

const inWorld: Edit = (text, random) => {
  const found = random.pick([...text.matchAll(/\bworld [\w-]+ \{\n/g)]);
  if (found === undefined) return undefined;
  const place = found.index + found[0].length;
  const own = [...text.matchAll(/\binterface ([\w-]+) \{\n/g)].map(([, name]) => name);
  const line = random.pick([
    `import ${random.pick(own) ?? 'x'};`,
    `export ${random.pick(own) ?? 'x'};`,
    `import added-${random.below(1000)}: ${random.pick(own) ?? 'x'};`,
    `import added-${random.below(1000)}: func(a: u8);`,
    `export added-${random.below(1000)}: func() -> string;`,
    `type added-${random.below(1000)} = u16;`,
    `import added-${random.below(1000)}: interface { f: func(); }`,
  ]);
  return `${text.slice(0, place)}  ${line}\n${text.slice(place)}`;
};

const swapLists: Edit = at(/\b([\w-]+): ([\w<>, -]+), ([\w-]+): ([\w<>-]+)(?=[ )])/g, '$3: $4, $1: $2');

const EDITS: Readonly<Record<string, readonly [weight: number, Edit]>> = {
  'rename everywhere': [3, renameEverywhere],
  'new function': [3, insert(['added-#: func(a: u8);', 'added-#: async func() -> list<u8>;'])],
  'new type': [
    3,
    insert([
      'record added-# { a: u8 }',
      'resource added-#;',
      'resource added-# { m: func(); }',
      'type added-# = u32;',
      'enum added-# { a, b }',
    ]),
  ],
  'in a world': [3, inWorld],
  'add async': [2, at(/(?<!async )\bfunc\(/g, 'async func(')],
  'drop async': [1, at(/\basync func\(/g, 'func(')],
  'new case': [2, at(/\{ a, b \}/g, '{ a, b, c }')],
  'case in the middle': [2, at(/\{ a(\(.*\))?, b \}/g, '{ a$1, c, b }')],
  'swap cases': [2, at(/\{ a(\(.*\))?, b \}/g, '{ b, a$1 }')],
  'drop case': [1, at(/\{ a(\(.*\))?, b \}/g, '{ b }')],
  payload: [2, at(/, b \}/g, ', b(u8) }')],
  'kind of list': [2, at(/\b(?:enum|flags)(?= )/g, 'variant')],
  'new field': [2, at(/\bb: ([\w<>, -]+) \}/g, 'b: $1, c: option<u8> }')],
  'new parameter': [2, at(/\(a: /g, '(z: u8, a: ')],
  'other parameter': [2, at(/\bp0: /g, 'other: ')],
  'capital parameter': [1, at(/\bp0: /g, 'P0: ')],
  'swap members': [2, swapLists],
  'drop borrow': [2, at(/borrow<(\S+?)>/g, '$1')],
  'write own': [1, at(/\((\w+): (i\d-[tu]\d)\)/g, '($1: own<$2>)')],
  'drop result': [2, at(/ -> [^;\n]*;/g, ';')],
  'add result': [2, at(/func\(([^()]*)\);/g, 'func($1) -> u8;')],
  'drop constructor': [1, at(/constructor\([^()]*\);/g, '')],
  'fallible constructor': [
    1,
    at(/resource ([\w-]+) \{ constructor\(([^()]*)\);/g, 'resource $1 { constructor($2) -> result<$1>;'),
  ],
  'static or not': [1, at(/: static func/g, ': func')],
  'alias instead': [2, at(/\b(?:record|enum|flags) ([\w-]+) \{[^}]*\}/g, 'type $1 = u32;')],
  'another name for a use': [2, at(/\.\{([\w-]+)\}/g, '.{$1 as other}')],
  gate: [1, at(/^ {2}(?=[\w-]+: func)/gm, '  @unstable(feature = later) ')],
  ...Object.fromEntries(
    [
      'rename-once',
      'change-case',
      'replace-type',
      'wrap-type',
      'swap-types',
      'delete-item',
      'move-item',
      'swap-items',
      'replace-name',
    ].flatMap((name) => {
      const [, edit] = MUTATIONS[name] ?? [];
      return edit === undefined ? [] : [[name, [name === 'delete-item' ? 8 : 3, edit]] as const];
    }),
  ),
};

const WEIGHED = Object.entries(EDITS).flatMap(([name, [weight]]) => Array.from({ length: weight }, () => name));

export interface Edited {
  readonly text: string;
  readonly done: readonly string[];
}

/** One edit, sometimes two or three. */
export function editText(text: string, random: Random): Edited {
  const wanted = random.next() < 0.7 ? 1 : random.next() < 0.7 ? 2 : 3;
  const done: string[] = [];
  let now = text;
  for (let attempt = 0; attempt < 20 && done.length < wanted; attempt++) {
    const name = random.pick(WEIGHED) ?? '';
    const changed = EDITS[name]?.[1](now, random);
    if (changed === undefined || changed === now || itemsOf(changed).length === 0) continue;
    now = changed;
    done.push(name);
  }
  return { text: now, done };
}
