// What an editor offers to do, done: every repair and every rewriting of broken files, whole ones and random edits of both.
// Edits lie in the text and do not overlap; a repair ends its finding and brings no new error; a rewriting
// leaves a package without errors without errors. `REWRITINGS=300 npx vitest run test/rewritings.test.ts` takes so many
// starts with so many edits each; `REWRITINGS_SEED` draws others.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { FOREIGN_TYPES } from '../server/src/base/foreign.ts';
import { applyEdits, type TextEdit } from '../server/src/base/text.ts';
import { CATALOGUE } from '../server/src/check/catalogue.ts';
import type { Diagnostic, FileEdit } from '../server/src/check/diagnostic.ts';
import { DEFAULT_SETTINGS } from '../server/src/check/settings.ts';
import { refactorings, sourceActions } from '../server/src/features/code-actions.ts';
import { fixAll } from '../server/src/features/fix-all.ts';
import { MemoryHost } from '../server/src/hosts/memory.ts';
import type { ItemTree } from '../server/src/syntax/items.ts';
import { isComment, tokensAndComments, tokensOf } from '../server/src/syntax/lexer.ts';
import type { Snapshot } from '../server/src/workspace/snapshot.ts';
import { Workspace } from '../server/src/workspace/workspace.ts';
import { corpusStarts, fixturePairs } from './semver-check/starts.ts';
import { readCarets } from './support/carets.ts';
import { FIXTURE, splitFixture } from './support/fixture.ts';
import { testParser } from './support/parser.ts';
import { WHOLE } from './support/wit.ts';

type Texts = ReadonlyMap<string, string>;

const parser = await testParser();
const asked = Number(process.env.REWRITINGS ?? 0);
const seed = Number(process.env.REWRITINGS_SEED ?? 1);
const MISTAKES = path.join(import.meta.dirname, 'mistakes');
/** Everything is reported, so that everything is repaired. */
const levels = Object.fromEntries(CATALOGUE.filter((it) => it.off).map((it) => [it.code, 'hint' as const]));

const counts = { packages: 0, fixes: 0, refactorings: 0, fixAlls: 0 };
const faults = new Map<string, string>();

async function load(texts: Texts): Promise<Snapshot> {
  const workspace = new Workspace(new MemoryHost(Object.fromEntries(texts)), parser);
  workspace.setFolders([FIXTURE]);
  workspace.setSettings({ ...DEFAULT_SETTINGS, resolve: 'toolchain', levels });
  for (const uri of texts.keys()) if (uri.endsWith('.wit')) await workspace.load(uri);
  return workspace.snapshot();
}

/** One fault of a kind is enough to read. */
function fault(what: string, title: string, code: string, detail: string): void {
  const key = `${what}: ${code} ${title.replaceAll(/`[^`]*`/g, '`…`')}`;
  if (!faults.has(key)) faults.set(key, `${key}\n    ${title}\n${detail.replaceAll(/^/gm, '    ')}`);
}

function errorsOf(snapshot: Snapshot, uris: Iterable<string>): Diagnostic[] {
  return [...uris].flatMap((uri) => snapshot.diagnostics(uri).filter((it) => it.severity === 'error'));
}

/** Without what is guessed, and without versions, which a repair of the `package` line changes. */
function texted({ code, message }: Diagnostic): string {
  return `${code}: ${message.replace(/; did you mean .*$/, '').replaceAll(/@\d[^`]*| in (?:this package|package `[^`]*`)/g, '')}`;
}

/** What is in the second list and not, or not so often, in the first. */
function added(before: readonly string[], after: readonly string[]): string[] {
  const left = [...before];
  return after.filter((it) => {
    const at = left.indexOf(it);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/** Why the edits cannot be applied. */
function wrongEdits(texts: Texts, files: readonly FileEdit[]): string | undefined {
  if (new Set(files.map((it) => it.uri)).size < files.length) return 'one file twice';
  for (const { uri, edits } of files) {
    const text = texts.get(uri);
    if (text === undefined) return `edits the unknown ${uri}`;
    const sorted = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
    let end = 0;
    for (const it of sorted) {
      if (it.start < end || it.end < it.start || it.end > text.length) return `overlap or out of range: ${show(edits)}`;
      end = it.end;
    }
    if (edits.every((it) => text.slice(it.start, it.end) === it.text)) return 'changes nothing';
  }
  return files.length === 0 ? 'no edits' : undefined;
}

function show(edits: readonly TextEdit[]): string {
  return edits.map((it) => `${it.start}-${it.end} ${JSON.stringify(it.text)}`).join(', ');
}

function applied(texts: Texts, files: readonly FileEdit[]): Texts {
  return new Map(files.map(({ uri, edits }) => [uri, applyEdits(texts.get(uri) ?? '', edits)]));
}

function shown(texts: Texts, after: Texts, news: readonly string[]): string {
  const files = [...after].map(([uri, text]) => `--- ${uri}\n${difference(texts.get(uri) ?? '', text)}`);
  return [...news.map((it) => `now: ${it}`), ...files].join('\n');
}

/** The lines around what changed, before and after. */
function difference(before: string, after: string): string {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start++;
  let end = 0;
  while (end < before.length - start && before.at(-1 - end) === after.at(-1 - end) && end < after.length - start) end++;
  const around = (text: string): string => text.slice(Math.max(0, start - 150), text.length - end + 100);
  return `${around(before)}\n===>\n${around(after)}`;
}

/** Is the finding in what the edits take away? The next of its kind may then stand at the same place. */
function isTakenAway(uri: string, { span }: Diagnostic, files: readonly FileEdit[]): boolean {
  return files.some(
    (file) =>
      file.uri === uri && file.edits.some((it) => it.text === '' && it.start <= span.start && span.end <= it.end),
  );
}

/**
 * What is worse after a repair. Where a statement can be read again, its meaning is seen for the first time, and a word that
 * was guessed may stand there already; but no more syntax errors, and no guess that is unknown itself.
 */
function worse(before: Snapshot, after: Snapshot, texts: Texts, { code, message }: Diagnostic): string[] {
  const old = errorsOf(before, texts.keys());
  const now = errorsOf(after, texts.keys());
  const news = added(old.map(texted), now.map(texted));
  const isSyntax = (it: string): boolean => it.startsWith('syntax/');
  const syntax = now.filter(isSyntaxError).length > old.filter(isSyntaxError).length ? news.filter(isSyntax) : [];
  if (isSyntax(code)) return syntax;
  const others = news.filter((it) => !isSyntax(it));
  // A statement that can be read again may be anything.
  if (old.some(isSyntaxError)) return syntax;
  const isGuess = message.includes('did you mean') || GUESSES.test(code);
  return [...syntax, ...(isGuess ? others.filter((it) => it.startsWith('package/')) : others)];
}

/** What cannot be seen before: in another package, a name that stands twice, a name that is misspelt elsewhere. */
const GUESSES =
  /^(package\/(name-mismatch|self-reference|uppercase|not-found)|name\/duplicate.*|lint\/unused-.*|gate\/since-and-unstable)$/;

function isSyntaxError({ code }: Diagnostic): boolean {
  return code.startsWith('syntax/');
}

function checkFixes(snapshot: Snapshot, texts: Texts, uri: string): void {
  for (const diagnostic of snapshot.diagnostics(uri)) {
    const { code } = diagnostic;
    for (const { title, edits, moves } of diagnostic.fixes) {
      // What moves files is tried by a client.
      if (moves !== undefined) continue;
      counts.fixes++;
      const wrong = wrongEdits(texts, edits);
      if (wrong !== undefined) {
        fault('edits', title, code, wrong);
        continue;
      }
      const after = applied(texts, edits);
      const next = snapshot.supposing(after);
      const same = (it: Snapshot): number => it.diagnostics(uri).filter((o) => texted(o) === texted(diagnostic)).length;
      if (same(next) >= same(snapshot) && !isTakenAway(uri, diagnostic, edits))
        fault('stays', title, code, shown(texts, after, [texted(diagnostic)]));
      // `use a:b` lacks two things and says the first: once the interface is there, the names to use are missing.
      const follows = (it: string): boolean =>
        code === 'name/package-only' && it.includes('expected `.` and the names to use');
      const news = worse(snapshot, next, texts, diagnostic).filter((it) => !follows(it));
      if (news.length > 0) fault('brings', title, code, shown(texts, after, [`(was) ${texted(diagnostic)}`, ...news]));
    }
  }
}

async function checkRefactorings(snapshot: Snapshot, texts: Texts, uri: string, random: Random): Promise<void> {
  const clean = errorsOf(snapshot, texts.keys()).length === 0;
  const text = texts.get(uri) ?? '';
  const tokens = [...tokensOf(text)];
  const seen = new Set<string>();
  const places = draw(tokens, asked > 0 ? 60 : 25, random);
  for (const { start, end } of places) {
    const to = random() < 0.7 ? (random() < 0.5 ? start : end) : Math.min(text.length, end + Math.floor(random() * 60));
    for (const it of [...refactorings(snapshot, uri, { start, end: to }), ...sourceActions(snapshot, uri)]) {
      const key = `${it.title} ${JSON.stringify(it.edits)}`;
      if (seen.has(key)) continue;
      seen.add(key);
      counts.refactorings++;
      const wrong = wrongEdits(texts, it.edits);
      if (wrong !== undefined) {
        fault('edits', it.title, it.kind, wrong);
        continue;
      }
      const after = new Map([...applied(texts, it.edits), ...(it.creates ?? []).map((o) => [o.uri, o.text] as const)]);
      const next = it.creates === undefined ? snapshot.supposing(after) : await load(new Map([...texts, ...after]));
      const all = new Set([...texts.keys(), ...after.keys()]);
      const news = added(errorsOf(snapshot, texts.keys()).map(texted), errorsOf(next, all).map(texted));
      const unwanted = clean ? news : news.filter((o) => o.startsWith('syntax/'));
      if (unwanted.length > 0) fault('brings', it.title, it.kind, shown(texts, after, unwanted));
    }
  }
}

/** Everything that a person named, and every comment. */
function namesAndComments(tree: ItemTree): string[] {
  const found: string[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('text' in value && 'node' in value) found.push(String(value.text));
    for (const part of Object.values(value)) visit(part);
  };
  for (const { chunk } of tree.order) visit(chunk.decl);
  const comments = tokensAndComments(tree.text).filter((it) => isComment(it.kind));
  // Case and hyphens, and a number that keeps two of them apart, are a matter of spelling.
  const names = found
    .filter((it) => !isSpelling(it))
    .map((it) =>
      it
        .toLowerCase()
        .replace(/[^a-z0-9]/g, '')
        .replace(/\d+$/, ''),
    );
  return [...names.filter((it) => it !== ''), ...comments.map((it) => tree.text.slice(it.start, it.end))];
}

/** Old words that a mechanical repair may replace. */
function isSpelling(word: string): boolean {
  return FOREIGN_TYPES.has(word) || word === 'expected';
}

/** The repairs of a whole file at once: none is in the way of another, nothing is lost, nothing is left for a second run. */
function checkFixAll(snapshot: Snapshot, texts: Texts, uri: string): void {
  const all = fixAll(snapshot, uri);
  if (all === undefined) return;
  counts.fixAlls++;
  const wrong = wrongEdits(texts, all.edits);
  if (wrong !== undefined) return fault('edits', all.title, 'fixAll', wrong);
  const after = applied(texts, all.edits);
  const next = snapshot.supposing(after);
  const count = (it: Snapshot): number => it.diagnostics(uri).filter(isSyntaxError).length;
  const before = snapshot
    .diagnostics(uri)
    .filter((it) => it.severity === 'error' && it.fixes.some((fix) => fix.safe === true))
    .map(texted);
  const gone = added(next.diagnostics(uri).map(texted), before);
  if (count(next) > count(snapshot)) fault('brings', all.title, 'fixAll', shown(texts, after, []));
  const [tree, treeAfter] = [snapshot.tree(uri), next.tree(uri)];
  if (tree !== undefined && treeAfter !== undefined) {
    const lost = added(namesAndComments(treeAfter), namesAndComments(tree));
    if (lost.length > 0) fault('loses', all.title, 'fixAll', shown(texts, after, lost));
  }
  const again = fixAll(next, uri);
  if (again !== undefined) fault('again', all.title, 'fixAll', show(again.edits.flatMap((it) => it.edits)));
  if (before.length > 0 && gone.length === 0) fault('stays', all.title, 'fixAll', shown(texts, after, before));
}

async function check(texts: Texts, random: Random): Promise<void> {
  const snapshot = await load(texts);
  counts.packages++;
  for (const uri of texts.keys()) {
    if (uri.includes('/deps/') || !uri.endsWith('.wit')) continue;
    checkFixes(snapshot, texts, uri);
    checkFixAll(snapshot, texts, uri);
    await checkRefactorings(snapshot, texts, uri, random);
  }
}

type Random = () => number;

function randomFrom(start: number): Random {
  let state = Math.imul(start, 0x9e3779b1) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

function draw<T>(from: readonly T[], count: number, random: Random): T[] {
  if (from.length <= count) return [...from];
  return Array.from({ length: count }, () => from[Math.floor(random() * from.length)]).filter((it) => it !== undefined);
}

/** One slip of a person: a token gone, twice, another, its letters changed about; a line gone, twice, or elsewhere. */
function slip(text: string, random: Random): string {
  const tokens = [...tokensOf(text)].filter((it) => it.end > it.start && !it.kind.endsWith('comment'));
  const pick = (): { readonly start: number; readonly end: number } =>
    draw(tokens, 1, random)[0] ?? { start: 0, end: 0 };
  const replace = ({ start, end }: { start: number; end: number }, by: string): string =>
    text.slice(0, start) + by + text.slice(end);
  const one = pick();
  const own = text.slice(one.start, one.end);
  const other = pick();
  const lineOf = (at: number): { start: number; end: number } => {
    const end = text.indexOf('\n', at);
    return { start: text.lastIndexOf('\n', at - 1) + 1, end: end === -1 ? text.length : end + 1 };
  };
  const line = lineOf(one.start);
  const written = text.slice(line.start, line.end);
  const at = Math.floor(random() * own.length);
  const slips = [
    () => replace(one, ''),
    () => replace(one, `${own} ${own}`),
    () => replace(one, text.slice(other.start, other.end)),
    () => replace(one, own.slice(0, at) + own.slice(at + 1)),
    () => replace(one, own.slice(0, at) + (own[at + 1] ?? '') + (own[at] ?? '') + own.slice(at + 2)),
    () => replace(one, `${own}${own.at(-1)}`),
    () => replace(one, own.toUpperCase()),
    () => replace(line, ''),
    () => replace(line, written + written),
    () => replace({ start: lineOf(other.start).start, end: lineOf(other.start).start }, written),
    () =>
      replace(one, draw(['own<u8>', 'borrow<x>', '@since(version = 9.9.9) ', 'i32', 'async', '_'], 1, random)[0] ?? ''),
    () => replace({ start: line.start, end: line.start }, draw(GATES, 1, random)[0] ?? ''),
  ];
  return draw(slips, 1, random)[0]?.() ?? text;
}

const GATES = [
  '@since(version = 1.0.0)\n',
  '@unstable(feature = f)\n',
  '@deprecated(version = 1.0.0)\n',
  '@since(version = 1.0.0) @unstable(feature = f)\n',
  '@since(version = 0.0.1)\n@since(version = 0.0.2)\n',
];

/** One to three slips in files of the package itself. */
function slipped(texts: Texts, random: Random): Texts {
  const result = new Map(texts);
  const own = [...texts.keys()].filter((it) => !it.includes('/deps/') && it.endsWith('.wit'));
  for (let left = 1 + Math.floor(random() * 3); left > 0; left--) {
    const [uri] = draw(own, 1, random);
    if (uri !== undefined) result.set(uri, slip(result.get(uri) ?? '', random));
  }
  return result;
}

function placed(files: ReadonlyMap<string, string>): Texts {
  return new Map([...files].map(([file, text]) => [`${FIXTURE}/wit/${file}`, text]));
}

const starts: readonly Texts[] = [
  ...WHOLE.map((text) => placed(new Map([['a.wit', text]]))),
  ...readdirSync(MISTAKES)
    .sort()
    .map((name) => splitFixture(readCarets(readFileSync(path.join(MISTAKES, name), 'utf8')).text).texts),
];

function expectNoFaults(): void {
  const found = [...faults.values()].sort().join('\n\n');
  faults.clear();
  expect(found).toBe('');
}

/** The starts, and so many edits of each. */
async function run(list: readonly Texts[], edits: number, random: Random): Promise<void> {
  for (const texts of list) {
    await check(texts, random);
    for (let left = edits; left > 0; left--) await check(slipped(texts, random), random);
  }
}

describe('what is offered can be done', () => {
  it('in broken and whole files of ours', { timeout: 600_000 }, async () => {
    await run(starts, asked > 0 ? 20 : 3, randomFrom(seed));
    expectNoFaults();
  });

  it('in packages of contract changes', { timeout: 1_200_000 }, async () => {
    const random = randomFrom(seed + 1);
    const pairs = fixturePairs().map((it) => placed(it.before));
    await run(draw(pairs, asked > 0 ? asked : 20, random), 2, random);
    expectNoFaults();
  });

  it('in real packages (../shared)', { timeout: 3_600_000 }, async (context) => {
    const random = randomFrom(seed + 2);
    const real = corpusStarts().filter((it) => [...it.files.values()].join('').length < 60_000);
    if (real.length === 0) context.skip();
    const list = draw(real, asked > 0 ? asked : 12, random).map((it) => placed(it.files));
    await run(list, asked > 0 ? 4 : 1, random);
    expectNoFaults();
  });

  afterAll(() => console.log(`rewritings: ${JSON.stringify(counts)}`));
});
