// The harness of `npm run mutants`: what it changes, that a change must type-check, and that a switch turns on one change only.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { transformSync } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';

interface Tree {
  readonly text: string;
}
interface Mutation {
  readonly start: number;
  readonly end: number;
  readonly texts: readonly string[];
}
interface Place {
  readonly key: string;
  readonly start: number;
  readonly end: number;
  readonly kind: string;
}
interface Project {
  tree(name: string): Tree;
  accepts(name: string, text: string): boolean;
  close(): void;
}
const load = (name: string) =>
  import(pathToFileURL(path.join(import.meta.dirname, '../scripts/mutants', name)).href) as Promise<unknown>;
const { withMutants, withProbes } = (await load('copy.mjs')) as {
  withMutants(text: string, mutants: readonly object[], activeFile: string): string;
  withProbes(text: string, places: readonly object[], copy: object): string;
};
const { mutationsOf } = (await load('operators.mjs')) as { mutationsOf(tree: Tree): Iterable<Mutation> };
const { placeAround, placesOf } = (await load('places.mjs')) as {
  placesOf(name: string, tree: Tree): Place[];
  placeAround<T extends Place>(places: readonly T[], start: number, end: number): T;
};
interface Drawn {
  readonly place: string;
  readonly what: string;
  readonly was: string;
  readonly texts: readonly string[];
}
interface Equivalent {
  readonly file: string;
  readonly was: string;
  readonly text?: string;
  readonly in?: string;
  readonly why: string;
}
const { equivalents, inDrawnOrder, plain, whyEquivalent } = (await load('draw.mjs')) as {
  equivalents(): Equivalent[];
  inDrawnOrder<T extends Drawn>(mutations: readonly T[], seed: string): T[];
  plain(text: string): string;
  whyEquivalent(mutant: object, rows?: readonly Equivalent[]): string | undefined;
};
const { Project } = (await load('project.mjs')) as { Project: new (root: string) => Project };

const NAME = 'server/src/a.ts';
const SOURCE = `// A shop.
type Kind = 'big' | 'small';
export interface Item { readonly name: string; readonly kind?: Kind }
export function names(items: readonly Item[], least: number): string[] {
  const log: string[] = [];
  log.push('start');
  if (items.length < least) return ['few'];
  return items.filter((it) => it.kind !== 'small' && it.name !== '').map((it) => it.name).sort();
}
`;

let root = '';
let project: Project;

beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), 'wit-mutants-'));
  mkdirSync(path.join(root, 'server/src'), { recursive: true });
  writeFileSync(path.join(root, NAME), SOURCE);
  const compilerOptions = { target: 'ES2023', strict: true, noEmit: true, module: 'ESNext', types: [] };
  writeFileSync(path.join(root, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
  project = new Project(root);
});
afterAll(() => {
  project.close();
  rmSync(root, { recursive: true, force: true });
});

/** Every mutation that type-checks, as `was → becomes`. */
function mutants() {
  return [...mutationsOf(project.tree(NAME))].flatMap((it) => {
    const was = SOURCE.slice(it.start, it.end);
    const text = it.texts.find(
      (one) => one !== was && project.accepts(NAME, SOURCE.slice(0, it.start) + one + SOURCE.slice(it.end)),
    );
    return text === undefined ? [] : [{ ...it, was, text }];
  });
}

/** The function of the source after a change of its text, with what stands in `active`. */
function run(text: string, global: object) {
  const { code } = transformSync(text.replace(/^export /gm, ''), { loader: 'ts' });
  const items = [{ name: 'b', kind: 'big' }, { name: 'c', kind: 'small' }, { name: '' }, { name: 'a' }];
  return new Function('globalThis', `${code}; return names(${JSON.stringify(items)}, 2);`)(global);
}

it('changes conditions, results, calls, lists and strings, and nothing that does not type-check', () => {
  expect(mutants().map(({ was, text }) => `${was} → ${text}`)).toEqual([
    "log.push('start'); → ;",
    "log.push('start') → log.unshift('start')",
    "'start' → ''",
    'items.length < least → !(items.length < least)',
    'items.length < least → items.length <= least',
    "['few'] → []",
    "'few' → ''",
    "items.filter((it) => it.kind !== 'small' && it.name !== '').map((it) => it.name).sort() → []",
    expect.stringMatching(/\.map\(\(it\) => it\.name\)\.sort\(\) → .*\.map\(\(it\) => it\.name\)$/),
    expect.stringMatching(/ → .*\.sort\(\)\.reverse\(\)$/),
    expect.stringMatching(/^items\.filter\(.*\) → items$/),
    "it.kind !== 'small' && it.name !== '' → undefined",
    "it.kind !== 'small' && it.name !== '' → it.kind !== 'small' || it.name !== ''",
    "it.kind !== 'small' && it.name !== '' → it.kind !== 'small'",
    "it.kind !== 'small' && it.name !== '' → it.name !== ''",
    "it.kind !== 'small' → it.kind === 'small'",
    "it.name !== '' → it.name === ''",
    "'' → 'mutant'",
    "it.name → ''",
  ]);
});

it('holds every mutant of a file behind a switch of its own', () => {
  const all = mutants().map((it, id) => ({ ...it, id }));
  const text = withMutants(SOURCE, all, '/nowhere');
  expect(text.split('\n')).toHaveLength(SOURCE.split('\n').length);
  expect(run(text, {})).toEqual(['a', 'b']);
  const of = (was: string, to: string) =>
    run(text, { __mutant: String(all.findIndex((it) => it.was.startsWith(was) && it.text === to)) });
  expect(of("it.name !== ''", "it.name === ''")).toEqual(['']);
  expect(of("it.kind !== 'small' && ", "it.kind !== 'small'")).toEqual(['', 'a', 'b']);
  expect(of("items.filter((it) => it.kind !== 'small' && it.name !== '')", 'items')).toEqual(['', 'a', 'b', 'c']);
  expect(of('items.length', '!(items.length < least)')).toEqual(['few']);
});

it('knows the innermost place of a mutant, and each place tells of itself once', () => {
  const places = placesOf(NAME, project.tree(NAME)).map((it, number) => ({ ...it, number }));
  const around = (text: string) => placeAround(places, SOURCE.indexOf(text), SOURCE.indexOf(text) + text.length);
  expect(around('items.length < least').key).toBe(`${NAME}#names~0`);
  expect(around("['few']").kind).toBe('statement');
  expect(around("it.kind !== 'small'").kind).toBe('expression');
  const reached: number[] = [];
  const text = withProbes(SOURCE, places, { reached: '/nowhere', active: '/nowhere' });
  expect(run(text, { __reached: (at: number) => reached.push(at) })).toEqual(['a', 'b']);
  expect(reached).toContain(around('it.name !== ').number);
  expect(reached).not.toContain(around("['few']").number);
});

it('draws by seed, and the same of what is still there when code elsewhere changes', () => {
  const all = Array.from({ length: 60 }, (_, at) => ({
    ...{ place: `a.ts#f${at % 7}~${at}`, what: 'number', was: String(at % 10), texts: [String((at % 10) + 1)] },
  }));
  const says = (some: readonly Drawn[]) => some.map((it) => `${it.place.replace(/~\d+$/, '')} ${it.was}`);
  const drawn = inDrawnOrder(all, '1');
  expect(says(drawn).sort()).toEqual(says(all).sort());
  expect(inDrawnOrder(all, '1')).toEqual(drawn);
  expect(says(inDrawnOrder(all, '2'))).not.toEqual(says(drawn));
  const more = { place: 'a.ts#other~0', what: 'number', was: '0', texts: ['1'] };
  const moved = all.map((it) => ({ ...it, place: `${it.place}0` }));
  expect(says(inDrawnOrder([more, ...moved], '1').filter((it) => !it.place.includes('other')))).toEqual(says(drawn));
});

it('knows a mutant that nobody can see by its file, its text, what it becomes and its line', () => {
  const rows = [{ file: 'a.ts', was: 'a || b', text: 'a', in: 'if (', why: 'b is never true alone' }];
  const mutant = { name: 'a.ts', was: 'a\n  || b', text: 'a', says: '  if (a' };
  expect(whyEquivalent(mutant, rows)).toBe('b is never true alone');
  for (const other of [{ name: 'b.ts' }, { was: 'a && b' }, { text: 'b' }, { says: 'return a || b' }])
    expect(whyEquivalent({ ...mutant, ...other }, rows)).toBeUndefined();
});

it('every row about such a mutant has a reason and is about code that is there', () => {
  const top = path.join(import.meta.dirname, '..');
  for (const { file, was, in: part = '', why } of equivalents()) {
    const text = readFileSync(path.join(top, file), 'utf8');
    expect([file, was, plain(text).includes(was), text.includes(part)]).toEqual([file, was, true, true]);
    expect(why.split(' ').length).toBeGreaterThan(3);
  }
});
