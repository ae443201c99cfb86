// What a keystroke leaves as it is is taken over from the moment before. After every edit of a session everything that is
// known of a package must be what a server says that starts now: findings, names, meaning, contract changes.
// `REUSE=500 npx vitest run test/reuse.test.ts` takes so many packages, `REUSE_FROM` the seed of the first.

import { describe, expect, it } from 'vitest';
import type { TextEdit } from '../server/src/base/text.ts';
import { DEFAULT_SETTINGS } from '../server/src/check/settings.ts';
import { type Bases, basesFrom } from '../server/src/contract/bases.ts';
import { contractsOf } from '../server/src/contract/package-contracts.ts';
import { rootReport } from '../server/src/features/contracts/report.ts';
import { MemoryHost } from '../server/src/hosts/memory.ts';
import { resolveJson } from '../server/src/model/json.ts';
import { entityKey, type Package } from '../server/src/model/package.ts';
import { docsSource } from '../server/src/workspace/docs.ts';
import { filesOf, type Snapshot } from '../server/src/workspace/snapshot.ts';
import { Workspace } from '../server/src/workspace/workspace.ts';
import { generate } from './conformance/generate.ts';
import { Random } from './conformance/random.ts';
import { editText } from './semver-check/edits.ts';
import { corpusStarts } from './semver-check/starts.ts';
import { FIXTURE } from './support/fixture.ts';
import { testParser } from './support/parser.ts';
import { generatePackage } from './world/generate.ts';

const parser = await testParser();
const asked = Number(process.env.REUSE ?? 40);
const first = Number(process.env.REUSE_FROM ?? 1);
const EDITS = 12;

type Files = ReadonlyMap<string, string>;

/** The items of one file over several files, each of which says the package's name and the top-level `use`s. */
function spread(text: string, random: Random): Files {
  const { entries } = parser.read(text);
  const head: string[] = [];
  const parts: string[][] = [[], [], []];
  let from = 0;
  for (const { chunk, end } of entries) {
    const own = text.slice(from, end);
    from = end;
    if (chunk.decl.kind === 'package' || chunk.decl.kind === 'toplevel-use') head.push(own);
    else random.pick(parts)?.push(own);
  }
  return new Map(parts.map((part, index) => [`${FIXTURE}/${index}.wit`, [...head, ...part].join('')]));
}

function startOf(seed: number): { readonly files: Files; readonly features: readonly string[] } {
  const random = new Random(seed);
  if (random.next() < 0.5) return { files: spread(generatePackage(seed).text, random), features: [] };
  const { files, features } = generate(seed);
  const decoder = new TextDecoder();
  return { files: new Map([...files].map(([file, bytes]) => [`file://${file}`, decoder.decode(bytes)])), features };
}

/** Everything that is known of the package of a file. Positions are those of the text: numbers of nodes are nobody's business. */
function known(snapshot: Snapshot, bases: Bases, start: string): readonly string[] {
  const root = snapshot.rootOf(start);
  if (root === undefined) return ['no package'];
  const environment = snapshot.semantics.environment(root);
  const packages = environment.packages();
  const findings = filesOf(root).flatMap((uri) =>
    snapshot.diagnostics(uri).map((it) => `${uri} ${JSON.stringify(it)}`),
  );
  const report = rootReport(snapshot, bases, root);
  const changes = (report?.reports ?? []).flatMap(({ name, level, covered, required, changes }) => [
    JSON.stringify({ name, level, covered, required, stale: report?.stale }),
    ...changes.map((it) => JSON.stringify(it)),
  ]);
  const names = filesOf(root).flatMap((uri) =>
    snapshot.semantics.refs(uri).map(({ span, role, target }) => {
      const key = `${uri} ${span.start}-${span.end} ${role} ${target.kind} ${entityKey(target)}`;
      return `${key} ${isCurrent(packages, target)}`;
    }),
  );
  const meaning = JSON.stringify(resolveJson(packages, docsSource(snapshot)));
  return [...findings.sort(), ...names.sort(), ...changes, meaning];
}

/** The same of every package that the files are of. */
function knownIn(snapshot: Snapshot, bases: Bases, uris: readonly string[]): readonly string[] {
  const roots = new Map(uris.map((uri) => [snapshot.rootOf(uri)?.uri, uri]));
  return [...roots.values()].flatMap((uri) => known(snapshot, bases, uri));
}

/** Is what a name means the very thing that its package has now, and not what it had before? */
function isCurrent(packages: readonly Package[], target: Parameters<typeof entityKey>[0]): boolean {
  if (target.kind === 'package') return target.package === undefined || packages.includes(target.package);
  const owner = target.kind === 'type' ? target.owner : target;
  if (owner.kind !== 'interface' && owner.kind !== 'world') return true;
  return packages.some((it) =>
    [...it.interfaces.values(), ...it.worlds.values()].some((item) => item === owner || item.loc === owner.loc),
  );
}

/** A package in a directory of its own, and another one beside it that uses its types. */
async function besideEachOther(files: Files): Promise<Files> {
  const workspace = new Workspace(new MemoryHost(Object.fromEntries(files)), parser);
  for (const uri of files.keys()) await workspace.load(uri);
  const [main] = [...workspace.snapshot().semantics.allPackages()];
  const { namespace, name, version } = main?.package.id ?? { namespace: '', name: '' };
  const at = version === undefined ? '' : `@${version}`;
  const users = [...(main?.package.interfaces.values() ?? [])].map((it, index) => {
    const types = [...it.types.keys()];
    const use = types.length === 0 ? '' : `use ${namespace}:${name}/${it.name}${at}.{${types.join(', ')}};`;
    return `interface user-${index} { ${use} f: func(${types.map((type, n) => `p${n}: ${type}`).join(', ')}); }\n`;
  });
  const moved = [...files].map(([uri, text]) => [uri.replace(FIXTURE, `${FIXTURE}/one`), text] as const);
  return new Map([...moved, [`${FIXTURE}/two/user.wit`, `package some:user;\n\n${users.join('')}`]]);
}

interface Tally {
  edits: number;
  /** Interfaces and worlds that an edit left the very same objects. */
  kept: number;
  all: number;
}

async function session(start: Files, features: readonly string[], random: Random, tally: Tally): Promise<void> {
  // The test runner wants a word with its worker now and then.
  await new Promise((resolve) => setImmediate(resolve));
  const workspace = new Workspace(new MemoryHost(Object.fromEntries(start)), parser);
  workspace.setFolders([FIXTURE]);
  workspace.setSettings({ ...DEFAULT_SETTINGS, features, levels: { 'lint/unused-type': 'hint' } });
  const uris = [...start.keys()];
  for (const [uri, text] of start) workspace.openFile(uri, text, 1);
  for (const uri of uris) await workspace.load(uri);
  const bases = basesOf(workspace);
  const texts = new Map([...start].map(([uri, text]) => [uri, [text]]));
  for (let version = 2; version < EDITS + 2; version++) {
    const before = itemsIn(workspace.snapshot());
    const uri = random.pick(uris) ?? '';
    const history = texts.get(uri) ?? [];
    const text = editOf(history, random);
    const old = history.at(-1) ?? '';
    history.push(text);
    workspace.changeFile(uri, [difference(old, text)], version);
    const snapshot = workspace.snapshot();
    const after = itemsIn(snapshot);
    tally.edits++;
    tally.all += after.size;
    for (const item of after) if (before.has(item)) tally.kept++;
    const [mine, theirs] = [snapshot, snapshot.supposing(new Map())].map((it) => knownIn(it, bases, uris));
    if (mine?.join('\n') !== theirs?.join('\n')) {
      const moment = [...texts].map(([file, all]) => `//- ${file}\n${all.at(-1)}`).join('\n');
      expect(mine, `${old}\n=== became ===\n${moment}`).toEqual(theirs);
    }
  }
}

function itemsIn(snapshot: Snapshot): Set<object> {
  const found = new Set<object>();
  for (const { package: it } of snapshot.semantics.allPackages())
    for (const item of [...it.interfaces.values(), ...it.worlds.values()]) found.add(item);
  return found;
}

/** What is there now is what later moments are compared with. */
function basesOf(workspace: Workspace): Bases {
  const snapshot = workspace.snapshot();
  return basesFrom(
    new Map(
      [...snapshot.roots].map(([uri, root]) => [
        uri,
        {
          kind: 'base',
          label: 'main',
          place: '',
          top: FIXTURE,
          oldTop: FIXTURE,
          packages: contractsOf(snapshot.supposing(new Map()), root, ''),
          snapshot,
          options: { role: 'strict', policy: 'at-release' },
        },
      ]),
    ),
  );
}

/** The one replacement that makes one text of the other. */
function difference(old: string, now: string): TextEdit {
  const most = Math.min(old.length, now.length);
  let start = 0;
  while (start < most && old[start] === now[start]) start++;
  let tail = 0;
  while (tail < most - start && old.at(-1 - tail) === now.at(-1 - tail)) tail++;
  return { start, end: old.length - tail, text: now.slice(start, now.length - tail) };
}

/** An edit of what the text says, of a single character, or back to what was there before. */
function editOf(history: readonly string[], random: Random): string {
  const text = history.at(-1) ?? '';
  const kind = random.next();
  if (kind < 0.5) return editText(text, random).text;
  if (kind < 0.75) return random.pick(history) ?? text;
  const at = random.below(text.length + 1);
  return text.slice(0, at) + (random.pick([...'aet-{};.,:@ ', '']) ?? '') + text.slice(at + random.below(2));
}

interface Moment {
  readonly snapshot: Snapshot;
  readonly bases: Bases;
}

/** A workspace whose first moment is the base, and then other texts. */
async function lastOf(start: Record<string, string>, ...moments: Record<string, string>[]): Promise<Moment> {
  const at = (file: string): string => `${FIXTURE}/${file}`;
  const files = new Map(Object.entries(start).map(([file, text]) => [at(file), text]));
  const workspace = new Workspace(new MemoryHost(Object.fromEntries(files)), parser);
  workspace.setFolders([FIXTURE]);
  for (const [uri, text] of files) workspace.openFile(uri, text, 1);
  for (const uri of files.keys()) await workspace.load(uri);
  const bases = basesOf(workspace);
  for (const uri of files.keys()) known(workspace.snapshot(), bases, uri);
  for (const [index, moment] of moments.entries()) {
    for (const [file, text] of Object.entries(moment)) {
      workspace.changeFile(at(file), [difference(files.get(at(file)) ?? '', text)], index + 2);
      files.set(at(file), text);
    }
    for (const uri of files.keys()) known(workspace.snapshot(), bases, uri);
  }
  return { snapshot: workspace.snapshot(), bases };
}

describe('what depends on something else is not taken over', () => {
  it('the names that are offered for one that is missing', async () => {
    const { snapshot } = await lastOf(
      { 'a.wit': 'package a:b;\ninterface i { f: func(x: missing); }', 'b.wit': 'package a:b;\ninterface j {}' },
      { 'b.wit': 'package a:b;\ninterface j { type missing = u8; }' },
    );
    const [found] = snapshot.diagnostics(`${FIXTURE}/a.wit`);
    expect(found?.fixes.map((it) => it.title)).toEqual(['Add `use j.{missing}`']);
  });

  it('what was equal only while another interface counted as renamed', async () => {
    const user = (from: string): string => `package a:b;\ninterface user { use ${from}.{t}; f: func(x: t); }`;
    const owner = (name: string): string => `interface ${name} { record t { a: u8 } f: func() -> t; g: func(); }`;
    const { snapshot, bases } = await lastOf(
      { 'a.wit': user('old-types'), 'b.wit': `package a:b;\n${owner('old-types')}` },
      { 'a.wit': user('new-types'), 'b.wit': `package a:b;\n${owner('new-types')}` },
      { 'b.wit': `package a:b;\n${owner('new-types')}${owner('old-types')}` },
    );
    const root = snapshot.rootOf(`${FIXTURE}/a.wit`);
    const report = root === undefined ? undefined : rootReport(snapshot, bases, root);
    const kinds = report?.reports.flatMap((it) => it.changes.map(({ kind, item }) => `${kind} ${item}`));
    expect(kinds).toEqual(['use-source-changed user.t', 'interface-added new-types']);
  });
});

describe('after every edit of a session all that is known is what a new server says', () => {
  it(`of ${asked} generated packages`, { timeout: 600_000 }, async () => {
    const tally: Tally = { edits: 0, kept: 0, all: 0 };
    for (let seed = first; seed < first + asked; seed++) {
      const { files, features } = startOf(seed);
      await session(files, features, new Random(seed * 7919), tally);
    }
    console.log(`${tally.edits} edits, ${tally.kept} of ${tally.all} interfaces and worlds were kept`);
    expect(tally.kept * 2).toBeGreaterThan(tally.all);
  });

  it('of packages that find each other in the workspace', { timeout: 600_000 }, async () => {
    const tally: Tally = { edits: 0, kept: 0, all: 0 };
    for (let seed = first; seed < first + asked / 2; seed++) {
      const random = new Random(seed);
      await session(await besideEachOther(spread(generatePackage(seed).text, random)), [], random, tally);
    }
    console.log(`${tally.edits} edits, ${tally.kept} of ${tally.all} interfaces and worlds were kept`);
    expect(tally.kept * 2).toBeGreaterThan(tally.all);
  });

  const starts = corpusStarts().filter(({ files }) => files.size > 5);
  it.skipIf(starts.length === 0)('of real packages (../shared/corpus)', { timeout: 600_000 }, async () => {
    const random = new Random(first);
    const tally: Tally = { edits: 0, kept: 0, all: 0 };
    for (let count = 0; count < asked / 8; count++) {
      const start = random.pick(starts);
      if (start === undefined) continue;
      const files = new Map([...start.files].map(([file, text]) => [`${FIXTURE}/${file}`, text]));
      await session(files, [], random, tally);
    }
    console.log(`${tally.edits} edits, ${tally.kept} of ${tally.all} interfaces and worlds were kept`);
    expect(tally.kept * 2).toBeGreaterThan(tally.all);
  });
});
