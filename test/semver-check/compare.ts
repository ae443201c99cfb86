// Two versions of a package in front of both: what our comparison and the reference's say of every world, in both
// directions, and what explains the difference.

import type { World } from '../../server/src/model/package.ts';
import type { TreePackage } from '../../server/src/semver/package-pairs.ts';
import { compareTrees, type PackageReport } from '../../server/src/semver/verdict.ts';
import { memoryFiles } from '../oracle/files.ts';
import { type PackagePath, Reference } from '../oracle/reference.ts';
import { semverCheck, type WorldPlace } from '../oracle/semver.ts';
import { treeOf } from '../semver/fixture.ts';
import { type Files, ownFiles } from './starts.ts';
import { breaksOf, whyMilder, whyStricter } from './verdicts.ts';

const reference = await Reference.load();
const PROBE = 'wit-probe.wit';

export interface Version {
  readonly files: Files;
  /** With the two worlds. */
  readonly all: Files;
  readonly path: PackagePath;
  readonly packages: readonly TreePackage[];
}

/** With two worlds more, one that imports everything and one that exports it. */
export async function versionOf(files: Files): Promise<Version> {
  const main = mainOf((await treeOf(files)).packages, files);
  const own = main === undefined ? [] : [...main.stable.interfaces].filter(([, it]) => it.active).map(([name]) => name);
  const probe = (name: string, word: string): string =>
    `world ${name} {\n${own.map((it) => `  ${word} %${it};\n`).join('')}}\n`;
  const all = new Map(files);
  if (main !== undefined) all.set(PROBE, `${probe('all-imported', 'import')}${probe('all-exported', 'export')}`);
  const bytes = [...all].map(([name, text]) => [`/w/${name}`, new TextEncoder().encode(text)] as const);
  const { packages } = await treeOf(all);
  return { files, all, path: { path: '/w', files: memoryFiles(new Map(bytes)) }, packages };
}

/** The package whose directory this is. */
export function mainOf(packages: readonly TreePackage[], files: Files): TreePackage | undefined {
  const own = new Set(ownFiles(files).map((it) => `file:///w/${it}`));
  return packages.find(({ stable }) => !stable.nested && stable.files.some((uri) => own.has(uri)));
}

export interface Comparison {
  readonly before: Version;
  readonly after: Version;
  readonly reports: readonly PackageReport[];
  /** Those that both versions have, as the old one has them. */
  readonly worlds: World[];
}

export function comparisonOf(before: Version, after: Version): Comparison {
  const reports = compareTrees(before.packages, after.packages, { role: 'platform', policy: 'at-change' });
  const now = mainOf(after.packages, after.files)?.stable.worlds;
  const main = mainOf(before.packages, before.files);
  const worlds = [...(main?.stable.worlds.values() ?? [])].filter((it) => it.active && now?.has(it.name));
  return { before, after, reports, worlds };
}

export class Tally {
  asked = 0;
  equal = 0;
  broken = 0;
  invalid = 0;
  readonly explained = new Map<string, number>();
  readonly unexplained: string[] = [];
  readonly #newest: boolean;

  /** `newest`: the oracle compares names letter by letter, as wasm-tools does since 1.263. */
  constructor({ newest = false } = {}) {
    this.#newest = newest;
  }

  async isValid(it: Version): Promise<boolean> {
    return (await reference.validate(it.path)).kind === 'accept';
  }

  /** Every world that both versions have, or one of them. */
  async compare(before: Version, after: Version, about: string, only?: (worlds: World[]) => World[]): Promise<void> {
    const compared = comparisonOf(before, after);
    for (const world of only?.(compared.worlds) ?? compared.worlds) {
      const [prev, next] = [
        { in: before.path, world: world.name },
        { in: after.path, world: world.name },
      ];
      const verdict = await semverCheck(reference, prev, next);
      const message = 'message' in verdict ? verdict.message : '';
      const isAccepted = verdict.kind === 'accept';
      const itself = isAccepted ? undefined : () => this.#whyRejected(prev, next);
      await this.count(compared, world, { isAccepted, message }, about, itself);
    }
  }

  /** What the reference says of one world, against what we say. */
  async count(
    { before, after, reports }: Comparison,
    world: World,
    { isAccepted, message }: { readonly isAccepted: boolean; readonly message: string },
    about: string,
    itself: () => Promise<string | undefined> = async () => undefined,
  ): Promise<void> {
    this.asked++;
    const found = breaksOf(reports, world);
    if (found.length > 0) this.broken++;
    if ((found.length === 0) === isAccepted) {
      this.equal++;
      return;
    }
    const now = mainOf(after.packages, after.files)?.stable.worlds.get(world.name) ?? world;
    const why =
      found.length > 0
        ? whyStricter(reports, found, { before: world, after: now, newest: this.#newest })
        : ((await itself()) ?? whyMilder(reports, world, now, message));
    if (why !== undefined) {
      this.explained.set(why, (this.explained.get(why) ?? 0) + 1);
      return;
    }
    const [ours, theirs] = [found.length > 0 ? 'breaks' : 'fits', isAccepted ? 'fits' : `breaks: ${message}`];
    this.differ({ before, after, reports }, `${about}, world ${world.name}: ours ${ours}, theirs ${theirs}`);
  }

  differ({ before, after, reports }: Pick<Comparison, 'before' | 'after' | 'reports'>, about: string): void {
    this.unexplained.push(`${about}\n${listed(reports)}\n${differing(before.files, after.files)}`);
  }

  /** Some worlds do not fit their own place: then the reference says nothing of the edit. */
  async #whyRejected(prev: WorldPlace, next: WorldPlace): Promise<string | undefined> {
    for (const it of [prev, next])
      if ((await semverCheck(reference, it, it)).kind !== 'accept') return 'the reference refuses the world itself';
    return undefined;
  }

  summary(what: string): string {
    const explained = [...this.explained].map(([why, count]) => `${count} ${why}`).join(', ');
    return `semver-check, ${what}: ${this.asked} asked, ${this.equal} equal, ${this.broken} broken, ${this.invalid} invalid, ${this.unexplained.length} unexplained; ${explained}`;
  }
}

function listed(reports: readonly PackageReport[]): string {
  const changes = reports.flatMap((it) => it.changes.map((one) => [it.name, one] as const));
  return changes
    .map(([name, it]) => `${name} ${it.kind} ${it.item} ${it.level} ${it.importer}/${it.implementer}`)
    .join('\n');
}

/** The lines that only one of two versions has. */
function differing(before: Files, after: Files): string {
  const lines = (files: Files): string[] => [...files.values()].flatMap((text) => text.split('\n'));
  const [old, now] = [lines(before), lines(after)];
  const gone = old.filter((line) => !now.includes(line)).map((line) => `- ${line}`);
  return [...gone, ...now.filter((line) => !old.includes(line)).map((line) => `+ ${line}`)].join('\n');
}
