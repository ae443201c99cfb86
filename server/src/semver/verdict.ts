// What the changes of a whole tree amount to: for each package its changes, the level, the version it needs, and whether
// the version it declares is enough.

import { compareVersions, packageKey, packageName, UNNAMED, versionTrack } from '../model/names.ts';
import type { Loc, Package } from '../model/package.ts';
import { gatedDependencies } from './active-dependencies.ts';
import type { Change } from './changes.ts';
import { highest, isAtLeast, type Level, type WorldRole } from './levels.ts';
import { nameOf, type PackagePair, pairPackages, type TreePackage } from './package-pairs.ts';
import { whereItWent, withNewPlaces } from './splits.ts';
import { contractRule, type RuleId } from './table.ts';
import { covers, firstPrereleaseOf, isPrerelease, release, requiredVersion, shareTrack } from './version.ts';
import { diffViews } from './views.ts';

export type BumpPolicy = 'at-release' | 'at-change';

export interface VerdictOptions {
  readonly role: WorldRole;
  /** Must the version be raised with each change, or once before the next release? */
  readonly policy: BumpPolicy;
  /** What a package asks for kinds of changes in place of what the table says. */
  readonly choices?: (it: TreePackage) => LevelChoices | undefined;
  /** The packages of the last stable release, when it is not the base itself. */
  readonly release?: readonly TreePackage[];
  /** Is an interface or world of a new package known to be what it was in the base, with all that it refers to? */
  readonly isSame?: (after: Package, item: string) => boolean;
  /** The packages of the last prerelease after it, when it is not the base itself. */
  readonly prerelease?: readonly TreePackage[];
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
  /** Is an interface or world known to be what it was, with all that it refers to? */
  readonly isSame?: (item: string) => boolean;
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
  const [stable, prerelease] = [options.release, options.prerelease].map((it) => olderOf(it ?? [], after));
  return [
    ...pairs.map((pair) => {
      const releases = { stable: stable?.get(pair.after), prerelease: prerelease?.get(pair.after) };
      return reportPair(pair, releases, options, { siblings, tree: around.tree });
    }),
    ...removed.map((it) => reportRemoved(it, around.tree())),
    ...added.map(reportAdded),
  ];
}

/** For each package, the one that it is in a release. A version that cannot be read is no base. */
function olderOf(released: readonly TreePackage[], after: readonly TreePackage[]): Map<TreePackage, TreePackage> {
  const pairs = released.length === 0 ? [] : pairPackages(released, after).pairs;
  return new Map(pairs.flatMap((it) => (it.before.broken === undefined ? [[it.after, it.before] as const] : [])));
}

interface Tree {
  readonly siblings: ReadonlySet<string>;
  readonly tree: () => readonly TreePackage[];
}

function reportPair(
  pair: PackagePair,
  releases: PackageReleases,
  options: VerdictOptions,
  around: Tree,
): PackageReport {
  const { before, after } = pair;
  const { isSame } = options;
  const places = {
    ...{ name: nameOf(after), before, after },
    ...(isSame === undefined ? {} : { isSame: (item: string) => isSame(after.stable, item) }),
  };
  const unread =
    after.broken ?? after.damaged ?? (before.broken === undefined ? undefined : `in the old version, ${before.broken}`);
  if (unread !== undefined) return { ...places, level: 'none', covered: true, changes: [], unread };
  const differences = pair.renamed
    ? [renamedChange(before, after)]
    : withNewPlaces(diffViews(before, after, options), before.stable, after.stable, around.tree);
  const found = chosen(differences, after, options);
  const introduced = versionIntroduced(before.stable, after.stable);
  const contract = [...found, ...introduced];
  const level = highest(contract.map((it) => it.level));
  const { version } = after.stable.id;
  const since = (it: TreePackage): Level => (it === before ? level : levelSince(it, after, options));
  const counted = countedFrom(pair, releases, options.policy, level);
  const reference = counted.stable.id.version;
  const asked = since(counted);
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
    changes: [
      ...(before.damaged === undefined ? [] : [noticeOf(after.stable, before.damaged)]),
      ...changes,
      ...skewOf(before.stable, after.stable, around),
      ...versionFindings(before.stable, after.stable, asks),
      ...leadFinding(pair, releases, since),
    ],
  };
}

/** Of a package that is what it was, in the base and in the last release. */
export function unchangedReport(it: TreePackage): PackageReport {
  const same = { name: nameOf(it), before: it, after: it, level: 'none', covered: true, changes: [] } as const;
  const { version } = it.stable.id;
  if (it.broken !== undefined || it.damaged !== undefined || version === undefined) return same;
  const required = requiredVersion(version, 'none');
  return { ...same, reference: version, ...(required === undefined ? {} : { required }) };
}

function chosen(changes: readonly Change[], after: TreePackage, { choices }: VerdictOptions): readonly Change[] {
  const levels = choices?.(after);
  if (levels === undefined || levels.size === 0) return changes;
  return changes.map((it) => {
    // A rule without a required level breaks no user; only a setting that names the rule applies.
    const wide = it.level === 'none' ? undefined : levels.get(`hazard:${it.hazard}`);
    return { ...it, level: levels.get(`semver/${it.kind}`) ?? wide ?? it.level };
  });
}

function levelSince(release: TreePackage, after: TreePackage, { isSame: _, ...options }: VerdictOptions): Level {
  const found = chosen(diffViews(release, after, options), after, options);
  const changes = [...found, ...versionIntroduced(release.stable, after.stable)];
  return highest(changes.map((it) => it.level));
}

function change(kind: RuleId, item: string, detail: string, more: Partial<Change>): Change {
  const rule = contractRule(kind);
  return {
    kind,
    item,
    owner: item,
    row: item,
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
  const detail = `${why}; it was compared as far as it can be read`;
  return change('base-unparseable', packageKey(after.id), detail, after.loc === undefined ? {} : { loc: after.loc });
}

function renamedChange(before: TreePackage, after: TreePackage): Change {
  const { word: _, ...at } = places(before.stable, after.stable);
  return change('package-renamed', nameOf(after), `\`${nameOf(before)}\` is \`${nameOf(after)}\``, at);
}

function versionIntroduced(before: Package, after: Package): Change[] {
  const [old, now] = [before.id.version, after.id.version];
  // What no file names may have had any version.
  if ((old === undefined) === (now === undefined) || before.key === UNNAMED) return [];
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

/**
 * References to a version of a sibling that the sibling has left, of the same track. Prereleases are tracks of their own, and
 * what was so in the base already is no change.
 */
function skewOf(before: Package, after: Package, { siblings, tree }: Tree): Change[] {
  const found: Change[] = [];
  const gated = gatedDependencies(after);
  for (const [key, dependency] of after.dependencies) {
    const [name = '', version] = key.split('@');
    if (dependency !== undefined || version === undefined || !siblings.has(name) || gated.has(key)) continue;
    if (before.dependencies.has(key) && before.dependencies.get(key) === undefined) continue;
    const sibling = tree().find(
      ({ stable: { id } }) =>
        packageName(id) === name && id.version !== undefined && versionTrack(id.version) === versionTrack(version),
    );
    if (sibling === undefined) continue;
    const mention = after.refs.find(
      ({ role, target }) => role === 'reference' && target.kind === 'package' && packageKey(target.id) === key,
    );
    const loc: Loc | undefined = mention?.loc ?? after.loc;
    const detail = `\`${key}\` is mentioned, and the repository has \`${sibling.stable.key}\``;
    found.push(change('dep-version-skew', name, detail, loc === undefined ? {} : { loc }));
  }
  return found;
}

/** What the versions of a package are counted from, beside the base. */
export interface PackageReleases {
  readonly stable: TreePackage | undefined;
  readonly prerelease: TreePackage | undefined;
}

/**
 * The old version that the declared one must make room after. A stable version is never counted from a prerelease while there
 * was a stable release: a break that came with a candidate would pass in two steps.
 */
function countedFrom(
  { before, after }: PackagePair,
  { stable, prerelease }: PackageReleases,
  policy: BumpPolicy,
  level: Level,
): TreePackage {
  const [old, now] = [before.stable.id.version, after.stable.id.version];
  const isCandidate = (it: string | undefined): boolean => it !== undefined && isPrerelease(it);
  if (isCandidate(now)) return policy === 'at-release' ? (prerelease ?? stable ?? before) : before;
  if (policy === 'at-change' && !isCandidate(old)) return before;
  // A version that was raised since the release counts as a release itself.
  const raised = old !== undefined && old !== now && !isCandidate(old) && old !== stable?.stable.id.version;
  return raised && !covers(old, now, level) ? before : (stable ?? before);
}

/** Says at a prerelease already that the version it leads to will not be enough. */
function leadFinding(
  { before, after }: PackagePair,
  { stable }: PackageReleases,
  since: (it: TreePackage) => Level,
): Change[] {
  const now = after.stable.id.version;
  const old = before.stable.id.version;
  const from = stable ?? (old === undefined || isPrerelease(old) ? undefined : before);
  const released = from?.stable.id.version;
  if (now === undefined || !isPrerelease(now) || from === undefined || released === undefined) return [];
  const asked = since(from);
  const lead = release(now);
  if (asked === 'none' || asked === 'patch' || covers(released, lead, asked)) return [];
  const required = requiredVersion(released, asked);
  const instead = required === undefined ? '' : `; ${firstPrereleaseOf(required, now)} would`;
  return [
    change(
      'bump-too-small',
      packageKey(after.stable.id),
      `${now} leads to ${lead}, which does not make room for what changed since ${released}${instead}`,
      { ...places(before.stable, after.stable), level: asked === 'major' ? 'dangerous' : 'minor' },
    ),
  ];
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
        `${now} says something else than before; it needs ${required ?? 'another prerelease'}`,
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
  const why = after.broken ?? after.damaged;
  const unread = why === undefined ? {} : { unread: why };
  const changes = [change('package-added', nameOf(after), `\`${after.stable.key}\``, loc)];
  return { name: nameOf(after), after, level: 'none', covered: true, changes, ...unread };
}

/** Findings about versions and gates are no changes of the contract themselves. */
const VERSION_ERRORS: ReadonlySet<RuleId> = new Set(['version-decreased', 'bump-too-small', 'dep-version-skew']);

export function isVersionFinding(kind: RuleId): boolean {
  return kind === 'bump-missing' || kind === 'prerelease-reused' || VERSION_ERRORS.has(kind);
}

export function isFailing(report: PackageReport, it: Change, failOn: 'major' | 'dangerous' | 'minor'): boolean {
  if (!isAtLeast(it.level, failOn)) return false;
  if (it.level === 'major' && failOn === 'major' && isProvisional(report)) return false;
  if (VERSION_ERRORS.has(it.kind)) return true;
  return isUncovered(report, it, failOn);
}

/** Does a change ask for more than the declared version makes room for? */
export function isUncovered(
  report: PackageReport,
  it: Change,
  failOn: 'major' | 'dangerous' | 'minor' = 'major',
): boolean {
  if (!isAtLeast(it.level, failOn)) return false;
  if (it.kind === 'package-removed') return true;
  const { reference, after } = report;
  // Who asks to fail on what is dangerous takes it for breaking.
  const asked = it.level === 'dangerous' && failOn === 'dangerous' ? 'major' : it.level;
  if (it.level === 'major' && report.covered) return false;
  return !covers(reference, after?.stable.id.version, asked);
}

/** Nothing was promised yet: a prerelease, or a package that had no version. Such breaks are warnings. */
function isProvisional({ before, after }: PackageReport): boolean {
  const old = before?.stable.id.version;
  if (old === undefined) return true;
  const now = after === undefined ? old : after.stable.id.version;
  return now !== undefined && isPrerelease(now) && isPrerelease(old);
}
