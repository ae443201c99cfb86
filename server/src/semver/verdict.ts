// What the changes of a whole tree amount to: for each package its changes, the level, the version it needs, and whether
// the version it declares is enough.

import { compareVersions, packageKey } from '../model/names.ts';
import type { Loc, Package } from '../model/package.ts';
import { type Change, highest, isAtLeast, type Level, type WorldRole } from './changes.ts';
import { nameOf, type PackagePair, pairPackages, type TreePackage } from './package-pairs.ts';
import { whereItWent, withNewPlaces } from './splits.ts';
import { contractRule, type RuleId } from './table.ts';
import { canonicalTrack, covers, isPrerelease, requiredVersion, shareTrack } from './version.ts';
import { diffViews } from './views.ts';

export type BumpPolicy = 'at-release' | 'at-change';

export interface VerdictOptions {
  readonly role: WorldRole;
  /** Must the version be raised with each change, or once before the next release? */
  readonly policy: BumpPolicy;
  /** What a package asks for kinds of changes in place of what the table says. */
  readonly choices?: (it: TreePackage) => LevelChoices | undefined;
  /** The packages of the last release, when they are another base than the one compared with. */
  readonly release?: readonly TreePackage[];
}

/** Levels by the code of a rule (`semver/param-renamed`), or for all that break in one way (`hazard:source`). */
export type LevelChoices = ReadonlyMap<string, Level>;

export interface PackageReport {
  /** `ns:name`. */
  readonly name: string;
  readonly before?: TreePackage;
  readonly after?: TreePackage;
  /** The version that the required one counts from: of the last release or of the base. */
  readonly reference?: string;
  /** The lowest version that makes room for the changes. */
  readonly required?: string;
  readonly level: Level;
  /** Is the declared version enough? */
  readonly covered: boolean;
  readonly changes: readonly Change[];
  /** Why nothing can be said. */
  readonly unread?: string;
}

/** What lies around the packages that are compared; asked for only when it is needed. */
export interface Surroundings {
  /** Names of packages that are compared on their own. */
  readonly siblings: () => ReadonlySet<string>;
  /** All packages of the new tree. */
  readonly tree: () => readonly TreePackage[];
}

export function compareTrees(
  before: readonly TreePackage[],
  after: readonly TreePackage[],
  options: VerdictOptions,
  around: Surroundings = { siblings: () => new Set([...before, ...after].map(nameOf)), tree: () => after },
): readonly PackageReport[] {
  const { pairs, removed, added } = pairPackages(before, after);
  const siblings = around.siblings();
  const released = new Map(
    options.release === undefined
      ? []
      : pairPackages(options.release, after).pairs.map((pair) => [pair.after, pair] as const),
  );
  return [
    ...pairs.map((pair) =>
      reportPair(pair, released.get(pair.after)?.before, options, { siblings, tree: around.tree }),
    ),
    ...removed.map((it) => reportRemoved(it, around.tree())),
    ...added.map(reportAdded),
  ];
}

interface Tree {
  readonly siblings: ReadonlySet<string>;
  readonly tree: () => readonly TreePackage[];
}

export function reportPair(
  pair: PackagePair,
  release: TreePackage | undefined,
  options: VerdictOptions,
  around: Tree,
): PackageReport {
  const { before, after } = pair;
  const places = { name: nameOf(after), before, after };
  if (before.broken !== undefined || after.broken !== undefined) {
    const unread = before.broken ?? after.broken ?? '';
    const changes = before.broken === undefined ? [] : [noticeOf(after.stable, unread)];
    return { ...places, level: 'none', covered: true, changes, unread };
  }
  const differences = pair.renamed
    ? [renamedChange(before, after)]
    : withNewPlaces(diffViews(before, after, options), before.stable, after.stable, around.tree);
  const found = chosen(differences, after, options);
  const introduced = versionIntroduced(before.stable, after.stable);
  const contract = [...found, ...introduced];
  const level = highest(contract.map((it) => it.level));
  // What counts for the next release is what changed since the last one, not since the base.
  const counted = options.policy === 'at-release' && release?.broken === undefined ? release : undefined;
  const reference = (counted ?? before).stable.id.version;
  const { version } = after.stable.id;
  const asked = counted === undefined || counted === before ? level : levelSince(counted, after, options);
  const covered = covers(reference, version, asked) && (reference !== undefined || introduced.length === 0);
  const required = requiredVersion(reference, asked);
  const silent = shareTrack(reference, version);
  const changes = silent
    ? contract
    : contract.map((it) => (it.hazard === 'silent' ? { ...it, hazard: 'link' as const } : it));
  const asks = { reference, required, asked, covered, policy: options.policy };
  return {
    ...places,
    ...(reference === undefined ? {} : { reference }),
    ...(required === undefined ? {} : { required }),
    level,
    covered,
    changes: [...changes, ...skewOf(after.stable, around), ...versionFindings(before.stable, after.stable, asks)],
  };
}

function chosen(changes: readonly Change[], after: TreePackage, { choices }: VerdictOptions): readonly Change[] {
  const levels = choices?.(after);
  if (levels === undefined || levels.size === 0) return changes;
  return changes.map((it) => {
    // What asks for nothing breaks nobody: only who names the rule itself can mean it.
    const wide = it.level === 'none' ? undefined : levels.get(`hazard:${it.hazard}`);
    return { ...it, level: levels.get(`semver/${it.kind}`) ?? wide ?? it.level };
  });
}

function levelSince(release: TreePackage, after: TreePackage, options: VerdictOptions): Level {
  const found = chosen(diffViews(release, after, options), after, options);
  const changes = [...found, ...versionIntroduced(release.stable, after.stable)];
  return highest(changes.map((it) => it.level));
}

function change(kind: RuleId, item: string, detail: string, more: Partial<Change>): Change {
  const rule = contractRule(kind);
  return {
    kind,
    item,
    level: typeof rule?.level === 'string' ? rule.level : 'major',
    importer: rule?.importer ?? 'ok',
    implementer: rule?.implementer ?? 'ok',
    hazard: rule?.hazard ?? 'none',
    message: detail === '' ? (rule?.title ?? kind) : `${rule?.title ?? kind}: ${detail}`,
    ...more,
  };
}

function places(before: Package, after: Package): Partial<Change> {
  const { version } = after.id;
  return {
    ...(after.loc === undefined ? {} : { loc: after.loc }),
    ...(before.loc === undefined ? {} : { baseLoc: before.loc }),
    ...(version === undefined ? {} : { word: version }),
    before: packageKey(before.id),
    after: packageKey(after.id),
  };
}

function noticeOf(after: Package, why: string): Change {
  return change('base-unparseable', packageKey(after.id), why, after.loc === undefined ? {} : { loc: after.loc });
}

function renamedChange(before: TreePackage, after: TreePackage): Change {
  const { word: _, ...at } = places(before.stable, after.stable);
  return change('package-renamed', nameOf(after), `\`${nameOf(before)}\` is \`${nameOf(after)}\``, at);
}

function versionIntroduced(before: Package, after: Package): Change[] {
  const [old, now] = [before.id.version, after.id.version];
  if ((old === undefined) === (now === undefined)) return [];
  const kind = now === undefined ? 'package-version-dropped' : 'package-version-introduced';
  return [
    change(
      kind,
      packageKey(after.id),
      `\`${packageKey(before.id)}\` is \`${packageKey(after.id)}\``,
      places(before, after),
    ),
  ];
}

/** References to a version of a sibling that the sibling has left. */
function skewOf(it: Package, { siblings, tree }: Tree): Change[] {
  const found: Change[] = [];
  for (const [key, dependency] of it.dependencies) {
    const [name = '', version] = key.split('@');
    if (dependency !== undefined || version === undefined || !siblings.has(name)) continue;
    const sibling = tree().find(
      (other) => nameOf(other) === name && canonicalTrack(other.stable.id.version) === canonicalTrack(version),
    );
    if (sibling === undefined) continue;
    const mention = it.refs.find(
      ({ role, target }) => role === 'reference' && target.kind === 'package' && packageKey(target.id) === key,
    );
    const loc: Loc | undefined = mention?.loc ?? it.loc;
    const detail = `\`${key}\` is mentioned, and the repository has \`${sibling.stable.key}\``;
    found.push(change('dep-version-skew', name, detail, loc === undefined ? {} : { loc }));
  }
  return found;
}

interface Asks {
  readonly reference: string | undefined;
  readonly required: string | undefined;
  readonly asked: Level;
  readonly covered: boolean;
  readonly policy: BumpPolicy;
}

/** What is to be said of the version itself. */
function versionFindings(before: Package, after: Package, asks: Asks): Change[] {
  const { reference, required, asked, covered } = asks;
  const [old, now] = [before.id.version, after.id.version];
  if (now === undefined || old === undefined || reference === undefined) return [];
  const at = places(before, after);
  if (compareVersions(now, old) < 0) {
    return [change('version-decreased', packageKey(after.id), `${now} is lower than ${old}`, at)];
  }
  if (covered || asked === 'none' || asked === 'patch') return [];
  const need = `needs ${required ?? 'another version'}`;
  const same = compareVersions(now, reference) === 0;
  if (isPrerelease(reference)) {
    if (asked !== 'major') return [];
    return [
      change(
        'prerelease-reused',
        packageKey(after.id),
        `${now} says something else than before; it needs another prerelease or ${required ?? 'a release'}`,
        at,
      ),
    ];
  }
  // Before a release, the version is raised once for all changes; until then this is a reminder.
  if (same) {
    const level = asks.policy === 'at-release' ? 'none' : asked === 'major' ? 'major' : 'minor';
    const detail = asks.policy === 'at-release' ? `the next release ${need}` : `${now} ${need}`;
    return [change('bump-missing', packageKey(after.id), detail, { ...at, level })];
  }
  const level = asked === 'major' ? 'major' : 'minor';
  return [
    change('bump-too-small', packageKey(after.id), `${now} is not enough after ${reference}, it ${need}`, {
      ...at,
      level,
    }),
  ];
}

function reportRemoved(before: TreePackage, tree: readonly TreePackage[]): PackageReport {
  const { stable } = before;
  const baseLoc = stable.loc === undefined ? {} : { baseLoc: stable.loc };
  const others = tree.filter((it) => nameOf(it) === nameOf(before));
  const alive = others.map((it) => `\`${it.stable.key}\``).join(', ');
  // The name lives on in another version: who depends on the old one keeps what was released.
  const gone =
    others.length === 0
      ? change('package-removed', nameOf(before), `\`${stable.key}\`${whereItWent(stable, tree)}`, baseLoc)
      : change('package-removed', nameOf(before), `\`${stable.key}\`; ${alive} stays`, {
          ...baseLoc,
          level: 'none',
          importer: 'ok',
          implementer: 'ok',
          hazard: 'none',
        });
  const { level } = gone;
  return { name: nameOf(before), before, level, covered: level === 'none', changes: [gone] };
}

function reportAdded(after: TreePackage): PackageReport {
  const loc = after.stable.loc === undefined ? {} : { loc: after.stable.loc };
  const unread = after.broken === undefined ? {} : { unread: after.broken };
  const changes = [change('package-added', nameOf(after), `\`${after.stable.key}\``, loc)];
  return { name: nameOf(after), after, level: 'none', covered: true, changes, ...unread };
}

/** Findings about versions and gates are no changes of the contract themselves. */
const VERSION_ERRORS: ReadonlySet<RuleId> = new Set(['version-decreased', 'bump-too-small', 'dep-version-skew']);

export function isVersionFinding(kind: RuleId): boolean {
  return kind === 'bump-missing' || kind === 'prerelease-reused' || VERSION_ERRORS.has(kind);
}

/** Does a report keep a pull request from going in? */
export function fails(report: PackageReport, failOn: 'major' | 'dangerous' | 'minor' | 'none'): boolean {
  if (failOn === 'none') return false;
  return report.changes.some((it) => isFailing(report, it, failOn));
}

export function isFailing(report: PackageReport, it: Change, failOn: 'major' | 'dangerous' | 'minor'): boolean {
  if (!isAtLeast(it.level, failOn)) return false;
  if (VERSION_ERRORS.has(it.kind)) return true;
  if (it.kind === 'package-removed') return true;
  const { reference, after } = report;
  // Who asks to fail on what is dangerous takes it for breaking.
  const asked = it.level === 'dangerous' && failOn === 'dangerous' ? 'major' : it.level;
  if (asked === 'major' && report.covered) return false;
  return !covers(reference, after?.stable.id.version, asked);
}
