// What keeps a package from being published as it is, and what its publication would break: judged from what registries said
// (`contract/published-facts.ts`) before anybody tries.

import type { Span } from '../../base/text.ts';
import type { PublishCode } from '../../check/catalogue.ts';
import type { RelatedPlace } from '../../check/diagnostic.ts';
import type { Severity } from '../../check/severity.ts';
import type { PublishedTree } from '../../contract/published-base.ts';
import type { PublishFacts } from '../../contract/published-facts.ts';
import { COMPONENT, type PackageId, packageKey } from '../../model/names.ts';
import { freeFrom } from '../../registry/versions.ts';
import type { Change } from '../../semver/changes.ts';
import { highest } from '../../semver/levels.ts';
import { nameOf, type TreePackage } from '../../semver/package-pairs.ts';
import { compareTrees, isFailing, isVersionFinding, type PackageReport } from '../../semver/verdict.ts';
import { covers, requiredVersion } from '../../semver/version.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { toolVerdicts } from '../contracts/as-tool.ts';
import { type ContractFinding, findingsOf } from '../contracts/findings.ts';
import type { NamedDependency } from './outdated.ts';

export interface PublishFinding {
  readonly code: PublishCode | ContractFinding['code'];
  readonly severity: Severity;
  readonly message: string;
  readonly place: { readonly uri: string; readonly span: Span } | undefined;
  readonly related: readonly RelatedPlace[];
}

/** What is to be published: a package of the working tree, or a component under a name that was given. */
export interface Candidate {
  readonly snapshot: Snapshot;
  readonly packages: readonly TreePackage[];
  readonly id: PackageId;
  readonly isComponent: boolean;
  /** The version where it is declared, or the start of the file. */
  readonly place: { readonly uri: string; readonly span: Span };
  readonly dependencies: readonly NamedDependency[];
  /** `[metadata]` of `wkg.toml`; undefined without one. */
  readonly metadata: Readonly<Record<string, string>> | undefined;
}

/** What is wrong with the version before any registry is asked; then none has to be. */
export function versionFinding({ id, place }: Candidate): PublishFinding | undefined {
  const name = `${id.namespace}:${id.name}`;
  if (id.version === undefined)
    return finding('publish/no-version', 'error', `\`${name}\` has no version: what is published has one`, place);
  if (!id.version.includes('+')) return undefined;
  const message = `\`${id.version}\` cannot be published: a tag of a registry cannot have a \`+\``;
  return finding('publish/build-metadata', 'error', message, place);
}

export function publishFindings(candidate: Candidate, facts: PublishFacts): readonly PublishFinding[] {
  return [
    ...versionFindings(candidate, facts),
    ...neighbourFindings(candidate, facts),
    ...wkgFindings(candidate, facts),
    ...metadataFindings(candidate),
    ...dependencyFindings(candidate, facts),
  ];
}

function finding(
  code: PublishCode,
  severity: Severity,
  message: string,
  place: PublishFinding['place'],
): PublishFinding {
  return { code, severity, message, place, related: [] };
}

function versionFindings({ id, place }: Candidate, { published, above }: PublishFacts): PublishFinding[] {
  const { version = '' } = id;
  const found: PublishFinding[] = [];
  if (published.versions.includes(version)) {
    const message = `\`${packageKey(id)}\` is published already; ${freeFrom(version, published.versions)} is free`;
    found.push(finding('publish/version-taken', 'error', message, place));
  }
  if (above !== undefined) {
    const message = `${above.release.version} of this track is published already: ${version} would come below it`;
    found.push(finding('publish/version-behind', 'warning', message, place));
  }
  return found;
}

/** What breaks those who have the version below, and those who will have this one and then the version above. */
function neighbourFindings(candidate: Candidate, { published, below, above }: PublishFacts): PublishFinding[] {
  const found: PublishFinding[] = [];
  if (below !== undefined) {
    for (const report of compared(below.packages, candidate.packages))
      found.push(...(candidate.isComponent ? [] : contractFindings(candidate, below, report)));
    if (candidate.isComponent) found.push(...componentFindings(candidate, below, published.versions));
  }
  if (above !== undefined && !candidate.isComponent) {
    const breaking = compared(candidate.packages, above.packages).flatMap((report) =>
      // That its version is too low breaks nobody.
      report.changes.filter((it) => isFailing(report, it, 'major') && !isVersionFinding(it.kind)),
    );
    const [first] = breaking;
    if (first !== undefined) {
      const message = `${above.release.version}, which is published, would break ${candidate.id.version ?? ''}: ${listed(breaking)}`;
      found.push(finding('publish/breaks-next', 'error', message, candidate.place));
    }
  }
  return found;
}

function compared(before: readonly TreePackage[], after: readonly TreePackage[]): readonly PackageReport[] {
  const names = new Set(after.map(nameOf));
  return compareTrees(
    before.filter((it) => names.has(nameOf(it))),
    after,
    { role: 'strict', policy: 'at-release' },
  ).filter((it) => it.before !== undefined && it.after !== undefined);
}

function contractFindings({ snapshot }: Candidate, below: PublishedTree, report: PackageReport): PublishFinding[] {
  const before = below.tree.workspace.snapshot();
  const today = new Date().toISOString().slice(0, 10);
  const options = {
    ...({ surface: 'cli', failOn: 'major', base: below.release.version, today, trusted: false } as const),
    ...{ ignores: undefined, oldIgnores: undefined },
  };
  return findingsOf(report, { before, after: snapshot }, options)
    .findings.filter((it) => !it.suppressed && it.severity !== 'hint')
    .map(({ code, severity, message, place, related }) => ({ code, severity, message, place, related }));
}

/** A component has no version of its own in its text: the one that was given counts. */
function componentFindings(
  { packages, id, place }: Candidate,
  below: PublishedTree,
  versions: readonly string[],
): PublishFinding[] {
  const changes = compared(below.packages, packages).flatMap((it) => it.changes);
  const level = highest(changes.map((it) => it.level));
  const { version } = below.release;
  if (covers(version, id.version, level)) return [];
  const required = requiredVersion(version, level);
  const free = required === undefined ? '' : `; ${freeFrom(required, versions)} would`;
  const breaking = changes.filter((it) => it.level === level);
  const message = `${id.version ?? ''} does not make room for what changed since ${version}: ${listed(breaking)}${free}`;
  return [finding('publish/component-breaks', 'error', message, place)];
}

/** `wkg publish` asks whether the version below fits where this one is asked for: the other way round. */
function wkgFindings(
  { packages, id, place, isComponent }: Candidate,
  { published, wkg }: PublishFacts,
): PublishFinding[] {
  if (isComponent) {
    const address = `${published.place.site.host}/${published.place.repository}:${id.version ?? ''}`;
    const message = `\`wkg publish\` refuses components, which have no version in the file, with \`--package\` too; \`wkg oci push ${address} FILE\` publishes it`;
    return [finding('publish/refused-by-wkg', 'warning', message, place)];
  }
  // It does not come so far.
  if (published.versions.includes(id.version ?? '')) return [];
  const main = mainOf(packages, id);
  const pairs = [
    { old: mainOf(wkg.below?.packages ?? [], id), now: main, named: wkg.below?.release.version },
    { old: main, now: mainOf(wkg.above?.packages ?? [], id), named: wkg.above?.release.version },
  ];
  return pairs.flatMap(({ old, now, named }): PublishFinding[] => {
    if (old === undefined || now === undefined || named === undefined) return [];
    const why = refusalOf(old, now);
    if (why === undefined) return [];
    const message = `\`wkg publish\` will refuse this beside ${named}: ${why}; it checks the other way round, and \`--skip-semver-check\` publishes all the same`;
    return [finding('publish/refused-by-wkg', 'warning', message, place)];
  });
}

function mainOf(packages: readonly TreePackage[], { namespace, name }: PackageId): TreePackage | undefined {
  return (
    packages.find((it) => nameOf(it) === `${namespace}:${name}`) ?? packages.find((it) => nameOf(it) === COMPONENT)
  );
}

function refusalOf(old: TreePackage, now: TreePackage): string | undefined {
  const gone = [...old.stable.worlds.keys()].find((it) => !now.stable.worlds.has(it));
  if (gone !== undefined) return `world \`${gone}\` was removed`;
  const refused = toolVerdicts('wkg', old, now).find((it) => !it.accepts);
  return refused === undefined
    ? undefined
    : `world \`${refused.world}\`, ${refused.because[0]?.message ?? 'it changed'} (seen from the new version)`;
}

/** What a registry shows of a package; everything else may be missing. */
const WANTED = ['description', 'licenses'];

function metadataFindings({ metadata, place, isComponent }: Candidate): PublishFinding[] {
  const missing = WANTED.filter((it) => (metadata?.[it] ?? '') === '');
  if (isComponent || missing.length === 0) return [];
  const what = missing.map((it) => `\`${it}\``).join(' and ');
  return [finding('publish/no-metadata', 'warning', `\`[metadata]\` of \`wkg.toml\` has no ${what}`, place)];
}

function dependencyFindings({ dependencies }: Candidate, facts: PublishFacts): PublishFinding[] {
  return dependencies.flatMap(({ id, place }): PublishFinding[] => {
    const key = packageKey(id);
    const known = facts.dependencies.find((it) => packageKey(it.id) === key);
    const say = (message: string): PublishFinding[] => [finding('publish/dependency', 'error', message, place)];
    if (known?.failure !== undefined) return say(`\`${key}\` cannot be looked up: ${known.failure.message}`);
    if (known === undefined) return [];
    if (known.versions.length === 0) return say(`\`${key}\` is not published`);
    if (id.version === undefined)
      return say(
        `\`${key}\` names no version, and ${known.versions.at(-1) ?? ''} is published: \`wkg\` does not bring the two together`,
      );
    return known.versions.includes(id.version)
      ? []
      : say(
          `\`${key}\` is not published; ${known.versions.slice(-3).join(', ')} ${known.versions.length === 1 ? 'is' : 'are'}`,
        );
  });
}

/** The first few, and how many there are. */
function listed(changes: readonly Change[]): string {
  const shown = changes.slice(0, 3).map((it) => it.message);
  const rest = changes.length - shown.length;
  return `${shown.join('; ')}${rest === 0 ? '' : `; and ${rest} more`}`;
}
