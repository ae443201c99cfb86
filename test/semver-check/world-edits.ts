// Two versions of a package that differ in what its world imports and exports: labels, includes, interfaces of types alone.

import type { Random } from '../conformance/random.ts';
import type { Files } from './starts.ts';

type Interfaces = Readonly<Record<string, string>>;

/** With and without functions, resources and types of others. */
const INTERFACES: Interfaces = {
  t0: 'record r { a: u8 }',
  t1: 'use t0.{r}; type s = r;',
  t2: 'use q.{h}; type s = h;',
  e0: '',
  f0: 'record r { a: u8 } f: func(a: r);',
  f1: 'use t0.{r}; f: func(a: r);',
  f2: 'use t1.{s}; f: func(a: s);',
  g0: 'f: func();',
  q: 'resource h; resource r;',
};

const FOREIGN = `package d:x@1.2.0 {
  interface dt { record r { a: u8 } }
  interface df { record r { a: u8 } f: func(a: r); }
  interface dq { resource r; }
  interface dfu { use dt.{r}; f: func(a: r); }
  world dw { import k: func(a: u8); import j: dt; import o: df; type td = u8; }
}
`;

const NAMES = [...Object.keys(INTERFACES), ...['dt', 'df', 'dq', 'dfu'].map((it) => `d:x/${it}@1.2.0`)];
const LABELS = ['l', 'm', 't0', 'f0'];
const WITH_R = ['t0', 'f0', 'q', 'd:x/dt@1.2.0', 'd:x/dq@1.2.0'];
const INLINE = [
  '',
  'record r { a: u8 }',
  'record r { a: u8 } f: func(a: r);',
  'use t0.{r};',
  'use t0.{r}; f: func(a: r);',
  'use q.{h};',
  'use q.{h}; f: func(a: h);',
  'resource h;',
];
const OTHERS = [
  'include base;',
  'include d:x/dw@1.2.0;',
  'include base2 with { ra as rc };',
  'type ta = u8;',
  'record rec { a: u8 }',
];

const one = (random: Random, from: readonly string[]): string => random.pick(from) ?? '';

function statement(random: Random): string {
  const direction = one(random, ['import', 'import', 'import', 'export']);
  const label = one(random, LABELS);
  const kinds = [
    () => `${direction} ${one(random, NAMES)};`,
    () => `${direction} ${one(random, NAMES)};`,
    () => `${direction} ${label}: ${one(random, NAMES)};`,
    () => `${direction} ${label}: ${one(random, NAMES)};`,
    () => `${direction} ${label}: interface { ${one(random, INLINE)} }`,
    () => `${direction} ${label}: func(${one(random, ['', 'a: u8'])});`,
    () => `use ${one(random, WITH_R)}.{r as ${one(random, ['ra', 'rb'])}};`,
    () => one(random, OTHERS),
  ];
  return random.pick(kinds)?.() ?? '';
}

const statements = (random: Random, count: number): string[] => Array.from({ length: count }, () => statement(random));

/** One statement gone, new, another one, or under another name. */
function edited(world: readonly string[], random: Random): string[] {
  const now = [...world];
  const at = random.below(Math.max(now.length, 1));
  const line = now[at] ?? '';
  const kinds: readonly (() => readonly string[])[] = [
    () => [],
    () => [line, statement(random)],
    () => [statement(random)],
    () => [line.replace(/^(import|export) (\w+):/, '$1 $2-x:')],
    () => [line.replace(/^\w+/, (word) => (word === 'import' ? 'export' : word === 'export' ? 'import' : word))],
    () => [line.replace(/^(import|export) \w+: ([\w:/@.]+);/, '$1 $2;')],
    () => [line.replace(/^(import|export) ((?:d:x\/)?(\w+)(?:@1.2.0)?);/, '$1 $3: $2;')],
  ];
  now.splice(at, 1, ...(random.pick(kinds)?.() ?? []));
  return now;
}

function packageText(
  interfaces: Interfaces,
  base: readonly string[],
  world: readonly string[],
  foreign = FOREIGN,
): Files {
  const text = `package a:b@1.0.0;
${Object.entries(interfaces)
  .map(([name, body]) => `interface ${name} { ${body} }\n`)
  .join('')}
world base {
${base.join('\n')}
}
world base2 { use t0.{r as ra}; import f0; import l2: t0; }
world w {
${world.join('\n')}
}
${foreign}`;
  return new Map([['a.wit', text]]);
}

/** Another name for an interface, everywhere. */
function renamed(files: Files, name: string): Files {
  const word = new RegExp(`(?<=interface |import |export |use |: )${name}(?=[ ;.])`, 'g');
  return new Map([...files].map(([file, text]) => [file, text.replace(word, `${name}-other`)]));
}

/** Another content of an interface. */
function changed(name: string, random: Random): Interfaces {
  const body = INTERFACES[name] ?? '';
  const now = one(random, [`${body} g: func();`, body.replace('u8', 'u16'), body.replace(/f: func\([^)]*\);/, '')]);
  return { ...INTERFACES, [name]: now };
}

/** Another content of the world of the dependency. */
function changedWorld(random: Random): string {
  const changes = [
    ['k: func(a: u8)', 'k: func()'],
    ['j: dt', 'j: dq'],
    ['o: df', 'o: dfu'],
    ['o: df', 'other: df'],
    ['td = u8', 'td = u16'],
    ['import k', 'export k'],
  ] as const;
  const [old, now] = random.pick(changes) ?? ['', ''];
  return FOREIGN.replace(old, now);
}

export function worldVersions(random: Random): { readonly before: Files; readonly after: Files } {
  const base = statements(random, random.below(3)).filter((it) => !it.startsWith('include'));
  const world = statements(random, 1 + random.below(4));
  const before = packageText(INTERFACES, base, world);
  const name = one(random, Object.keys(INTERFACES));
  const kinds: readonly (() => Files)[] = [
    () => packageText(INTERFACES, base, edited(world, random)),
    () => packageText(INTERFACES, base, edited(world, random)),
    () => packageText(INTERFACES, edited(base, random), world),
    () => packageText(changed(name, random), base, edited(world, random)),
    () => renamed(before, name),
    () => packageText(INTERFACES, base, world, changedWorld(random)),
  ];
  return { before, after: random.pick(kinds)?.() ?? before };
}
