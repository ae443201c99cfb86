// Hovers on versions: which are published, when, and what a move to each would mean here.

import { markdownCode, markdownMessage } from '../../base/escape.ts';
import type { Span } from '../../base/text.ts';
import { type PackageId, packageKey } from '../../model/names.ts';
import type { Package } from '../../model/package.ts';
import { compareTrees } from '../../semver/verdict.ts';
import type { PackageRoot } from '../../workspace/package-folders.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import type { WacDocument } from '../wac/wac.ts';
import { packagesIn } from '../worlds/compose.ts';
import { effectsOf } from './effects.ts';
import { contractOf, type Knowledge, type KnownPackage, nameIn } from './knowledge.ts';
import { versionPlaces } from './version-places.ts';

/** Versions in a hover. */
const MOST = 8;

interface VersionHover {
  readonly span: Span;
  /** Markdown. */
  readonly text: string;
}

/** The published versions of the package at an offset, with dates, and what a move to each would mean. */
export function publishedHover(
  snapshot: Snapshot,
  uri: string,
  offset: number,
  knowledge: Knowledge,
): VersionHover | undefined {
  const place = versionPlaces(snapshot, uri).find((it) => it.span.start <= offset && offset <= it.span.end);
  const known = place === undefined ? undefined : knowledge.get(nameIn(place.id));
  if (place === undefined || known === undefined) return undefined;
  const users = usersIn(snapshot, uri);
  const resolved = place.isOwn ? undefined : resolvedOf(users, place.id);
  return {
    span: place.span,
    text: versionList(known, place.id.version, (it) => verdictOf(known, users, resolved, it)),
  };
}

/** As Markdown; `wanted` is marked. */
function versionList(
  known: KnownPackage,
  wanted: string | undefined,
  verdict: (version: string) => string | undefined = () => undefined,
): string {
  const head = `Published at ${markdownCode(known.registry)}`;
  if (known.failure !== undefined) return `${head}: ${markdownMessage(known.failure)}`;
  if (known.versions.length === 0) return `Never published at ${markdownCode(known.registry)}`;
  const shown = known.versions.slice(-MOST).reverse();
  const rest = known.versions.length - shown.length;
  const rows = shown.map(({ version, created }) => {
    const says = verdict(version);
    const date = created === undefined ? '' : ` (${created.slice(0, 10)})`;
    return `- ${markdownCode(version)}${date}${version === wanted ? ' — this one' : ''}${says === undefined ? '' : `: ${says}`}`;
  });
  return `${head}\n\n${rows.join('\n')}${rest === 0 ? '' : `\n- and ${rest} older`}`;
}

function verdictOf(
  known: KnownPackage,
  users: readonly Package[],
  resolved: Package | undefined,
  version: string,
): string | undefined {
  const after = contractOf(known, version);
  if (resolved === undefined || after === undefined || version === resolved.id.version) return undefined;
  const { effects, report } = effectsOf(users, { stable: resolved, all: resolved, root: '' }, after);
  if (report === undefined || report.unread !== undefined) return undefined;
  const [first] = effects;
  if (first === undefined) return 'nothing that is used here changes';
  const more = effects.length === 1 ? '' : `, and ${effects.length - 1} more`;
  return `breaks ${first.who.map(markdownCode).join(', ')}: ${markdownMessage(first.change.message)}${more}`;
}

/**
 * Markdown for a package that a manifest names. `wanted`: the version there; `roots`: the packages that the manifest speaks for,
 * for whom it says what a move means.
 */
export function manifestVersions(
  snapshot: Snapshot,
  known: KnownPackage,
  wanted: string | undefined,
  roots: readonly PackageRoot[],
): string {
  const uses = roots.flatMap((root) => {
    const users = snapshot.semantics.environment(root).ownPackages();
    const dependencies = users.flatMap((it) => [...it.dependencies.values()]).filter((it) => it !== undefined);
    const own = dependencies.filter((it) => nameIn(it.id) === known.name);
    const resolved = own.find((it) => it.id.version === wanted) ?? own[0];
    return resolved === undefined ? [] : [{ users, resolved }];
  });
  return versionList(known, wanted, (version) => {
    const verdicts = uses.map(({ users, resolved }) => verdictOf(known, users, resolved, version));
    return verdicts.find((it) => it?.startsWith('breaks')) ?? verdicts[0] ?? changesBetween(known, wanted, version);
  });
}

/** The published versions of the package that a path of a composition names. */
export function compositionVersions(
  { file }: WacDocument,
  offset: number,
  knowledge: Knowledge,
): VersionHover | undefined {
  const path = packagesIn(file).find(({ span }) => span.start <= offset && offset <= span.end);
  const known = path === undefined ? undefined : knowledge.get(nameIn(path));
  if (path === undefined || known === undefined) return undefined;
  const text = versionList(known, path.version, (it) => changesBetween(known, path.version, it));
  return { span: path.span, text };
}

/** What changed between two published versions, where nobody's use of them is known. */
function changesBetween(known: KnownPackage, from: string | undefined, to: string): string | undefined {
  const [before, after] = [known.texts.get(from ?? ''), known.texts.get(to)];
  if (before === undefined || after === undefined || from === to) return undefined;
  const [old, own] = [contractOf(known, from ?? ''), contractOf(known, to)];
  // A component says its contract in several packages, none of which has its name.
  const isPackage = old !== undefined && own !== undefined;
  const settings = { role: 'strict', policy: 'at-change' } as const;
  const reports = compareTrees(isPackage ? [old] : before.packages, isPackage ? [own] : after.packages, settings);
  if (reports.some((it) => it.unread !== undefined)) return undefined;
  const count = reports
    .flatMap((it) => it.changes)
    .filter((it) => it.level === 'major' && !it.kind.startsWith('bump-'));
  return count.length === 0 ? 'nothing breaking' : `${count.length} breaking`;
}

export function usersIn(snapshot: Snapshot, uri: string): readonly Package[] {
  const root = snapshot.rootOf(uri);
  return root === undefined ? [] : snapshot.semantics.environment(root).ownPackages();
}

export function resolvedOf(users: readonly Package[], id: PackageId): Package | undefined {
  const key = packageKey(id);
  for (const it of users) {
    const found = it.dependencies.get(key);
    if (found !== undefined) return found;
  }
  return undefined;
}
