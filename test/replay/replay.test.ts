// A generated monorepo, commit by commit (`REPLAY=N` commits from seed `SEED`): the command line for the whole repository, for
// single packages and for the folders above them, and one server that stays open over all commits, say the same; and where
// the generator knows what a commit did, it is what they say.

import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it, vi } from 'vitest';
import { FileChangeType } from 'vscode-languageserver';
import { Random, seedOf } from '../conformance/random.ts';
import { TestRepository } from '../semver/repository.ts';
import { run } from '../support/command.ts';
import { TestClient } from '../support/server.ts';
import { commits, type Place, type Step } from './commits.ts';
import type { Tree } from './model.ts';

const COUNT = Number(process.env.REPLAY ?? 8);
const SHOWN = 20;
const SEED = Number(process.env.SEED ?? 1);

/** What is said of one package, by either. */
interface Told {
  readonly name: string;
  readonly baseVersion: string | null;
  readonly version: string | null;
  readonly required: string | null;
  readonly level: string;
  readonly covered: boolean;
  readonly unread: boolean;
  readonly items: readonly string[];
}

interface Answer {
  readonly status: number;
  readonly err: string;
  /** As JSON, whole. */
  readonly packages: readonly unknown[];
  readonly told: readonly Told[];
}

async function breaking(top: string, place: string): Promise<Answer> {
  const { status, out, err } = await run(top, ['breaking', place, '--against', 'HEAD^', '--format', 'json']);
  const packages = out === '' ? [] : JSON.parse(out).packages;
  return { status, err, packages, told: sorted(packages.map(toldOnCommandLine)) };
}

function toldOnCommandLine(
  it: Omit<Told, 'unread'> & { readonly unread?: string; readonly changes: readonly { row: string }[] },
): Told {
  const { name, baseVersion, version, required, level, covered, unread, changes } = it;
  const items = unread === undefined ? [...new Set(changes.map(({ row }) => row))].sort() : [];
  return { name, baseVersion, version, required, level, covered, unread: unread !== undefined, items };
}

function toldByServer(it: Told & { readonly stale: boolean; readonly changes: readonly { item: string }[] }): Told {
  const { name, baseVersion, version, required, level, covered, stale, changes } = it;
  const items = [...new Set(changes.map(({ item }) => item))].sort();
  return { name, baseVersion, version, required, level, covered, unread: stale, items };
}

function sorted(all: readonly Told[]): readonly Told[] {
  const key = (it: Told): string => JSON.stringify(it);
  return [...all].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** Brings the disk from one tree to another; gives what a client says of it. */
function bring(repository: TestRepository, before: Tree, after: Tree): { file: string; type: number }[] {
  const gone = [...before.keys()].filter((file) => !after.has(file));
  const other = [...after].filter(([file, bytes]) => !Buffer.from(bytes).equals(before.get(file) ?? Buffer.from('-')));
  repository.remove(...gone);
  repository.write(Object.fromEntries(other));
  const typeOf = (file: string): number => (before.has(file) ? FileChangeType.Changed : FileChangeType.Created);
  return [
    ...gone.map((file) => ({ file, type: FileChangeType.Deleted })),
    ...other.map(([file]) => ({ file, type: typeOf(file) })),
  ];
}

const keyOf = (it: { readonly name: string; readonly version: string | null }): string => `${it.name}@${it.version}`;

/** Folders to ask about: what changed, something that did not, and what is above them. */
function foldersOf({ packages }: Step, random: Random): string[] {
  const changed = packages.filter((it) => it.changed).slice(0, 2);
  const other = random.pick(packages.filter((it) => !it.changed));
  const dirs = [...changed, ...(other === undefined ? [] : [other])].map((it) => it.dir);
  const above = dirs.flatMap((dir) => [path.posix.dirname(dir), path.posix.dirname(path.posix.dirname(dir))]);
  return [...new Set([...dirs, random.pick(above) ?? '.'])];
}

const isBelow = (folder: string) => (it: Place) =>
  folder === '.' || it.dir === folder || it.dir.startsWith(`${folder}/`);

it(`says the same of ${COUNT} commits wherever it is asked`, { timeout: 1_800_000 }, async () => {
  const repository = TestRepository.create({ 'README.md': 'nothing yet\n' });
  const folder = pathToFileURL(repository.path).href;
  const client = TestClient.spawned();
  await client.initialize({ rootUri: folder, initializationOptions: { semver: { base: 'HEAD^' } } });
  const wrong: string[] = [];
  const totals = { asked: 0, known: 0, unread: 0 };
  let before: Tree = new Map();
  for (const [at, step] of [...commits(SEED, COUNT)].entries()) {
    const about = `commit ${at}, ${step.what}`;
    const changes = bring(repository, before, step.tree);
    repository.commit();
    for (const tag of step.tags) if (repository.git('tag', '--list', tag) === '') repository.tag(tag);
    before = step.tree;
    client.notify('workspace/didChangeWatchedFiles', {
      changes: changes.map(({ file, type }) => ({ uri: `${folder}/${file}`, type })),
    });
    const whole = await breaking(repository.path, '.');
    totals.asked++;
    wrong.push(...judged(step, whole).map((it) => `${about}: ${it}`));
    totals.known += step.expected.size;
    if (whole.told.some((it) => it.unread)) totals.unread++;
    for (const place of foldersOf(step, new Random(seedOf(SEED, at)))) {
      const part = await breaking(repository.path, place);
      totals.asked++;
      wrong.push(...disagreements(step, place, whole, part).map((it) => `${about}, in ${place}: ${it}`));
    }
    const told = await toldUntil(client, whole.told);
    if (JSON.stringify(told) !== JSON.stringify(whole.told))
      wrong.push(`${about}: the server differs\n${difference(whole.told, told)}`);
  }
  console.log(
    `replay: ${COUNT} commits, ${totals.asked} comparisons, ${totals.known} known verdicts, ${totals.unread} unread`,
  );
  expect(wrong.slice(0, SHOWN).join('\n')).toBe('');
});

/** What the generator knows. */
function judged({ packages, expected }: Step, { status, err, told }: Answer): string[] {
  const wrong: string[] = [];
  const unreadable = packages.some((it) => it.changed && it.damaged);
  if ((status === 2) !== unreadable) wrong.push(`exit ${status}: ${err}`);
  for (const it of packages)
    if (!told.some((one) => keyOf(one) === keyOf(it))) wrong.push(`${keyOf(it)} is not compared`);
  for (const it of packages) {
    const level = expected.get(it.dir);
    const reports = told.filter((one) => keyOf(one) === keyOf(it));
    if (level === undefined || it.damaged || reports.length !== 1) continue;
    const [report] = reports;
    if (report?.level !== level) wrong.push(`${it.dir} is ${report?.level}, not ${level}: ${report?.items}`);
  }
  return wrong;
}

/** Between the answers for the repository and for a folder of it. */
function disagreements(step: Step, place: string, whole: Answer, part: Answer): string[] {
  const wrong: string[] = [];
  const known = new Set(whole.packages.map((it) => JSON.stringify(it)));
  for (const it of part.packages)
    if (!known.has(JSON.stringify(it)))
      wrong.push(
        `differs: ${JSON.stringify(it)}\n  whole: ${JSON.stringify(whole.packages.filter((one) => keyOf(one as Told) === keyOf(it as Told)))}`,
      );
  const inside = step.packages.filter(isBelow(place));
  for (const it of inside)
    if (!part.told.some((one) => keyOf(one) === keyOf(it))) wrong.push(`${keyOf(it)} is not compared: ${part.err}`);
  const unreadable = inside.some((it) => it.changed && it.damaged);
  if ((part.status === 2) !== unreadable) wrong.push(`exit ${part.status}: ${part.err}`);
  return wrong;
}

async function toldUntil(client: TestClient, wanted: readonly Told[]): Promise<readonly Told[]> {
  let told: readonly Told[] = [];
  const ask = async (): Promise<void> => {
    const { result } = await client.request('wit/contractChanges', {});
    told = sorted(result.packages.map(toldByServer));
    expect(JSON.stringify(told)).toBe(JSON.stringify(wanted));
  };
  await vi.waitFor(ask, { timeout: 5000, interval: 100 }).catch(() => undefined);
  return told;
}

function difference(wanted: readonly Told[], told: readonly Told[]): string {
  const [a, b] = [wanted, told].map((all) => all.map((it) => JSON.stringify(it)));
  const only = (some: readonly string[] = [], others: readonly string[] = []) =>
    some.filter((it) => !others.includes(it));
  return [...only(a, b).map((it) => `  command line: ${it}`), ...only(b, a).map((it) => `  server: ${it}`)].join('\n');
}
