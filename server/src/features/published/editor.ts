// What an editor shows of published versions: a lens at the package, a hint at each version, repairs, completions, and where a
// name leads that only a registry has; hovers are in `hover.ts`. Everything from what is known already (`knowledge.ts`).

import { markdownCode } from '../../base/escape.ts';
import type { Span } from '../../base/text.ts';
import { contractsOf } from '../../contract/package-contracts.ts';
import { packageKey } from '../../model/names.ts';
import { freeFrom, neighboursOf } from '../../registry/versions.ts';
import { nameOf } from '../../semver/package-pairs.ts';
import { compareTrees } from '../../semver/verdict.ts';
import { spanOf } from '../../syntax/items.ts';
import type { PackageRoot } from '../../workspace/package-folders.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { resolvedOf, usersIn } from './hover.ts';
import { contractOf, type Knowledge, type KnownPackage, nameIn, versionsOf } from './knowledge.ts';
import { newerVersions } from './outdated.ts';
import { type VersionPlace, versionPlaces } from './version-places.ts';

/** `0.2.1 published · 0.2.2 is free · 1 breaking since 0.2.1`, at the version of the package. */
export function publishedLens(
  snapshot: Snapshot,
  uri: string,
  knowledge: Knowledge,
): { readonly span: Span; readonly title: string } | undefined {
  const place = versionPlaces(snapshot, uri).find((it) => it.isOwn);
  const known = place === undefined ? undefined : knowledge.get(nameIn(place.id));
  if (place === undefined || known === undefined) return undefined;
  if (known.failure !== undefined) return { span: place.span, title: `registry: ${known.failure}` };
  const versions = versionsOf(known);
  const near = neighboursOf(versions, place.id.version);
  const newest = near.newest ?? near.release;
  if (newest === undefined) return { span: place.span, title: `never published at ${known.registry}` };
  const since = ownChanges(snapshot, snapshot.rootOf(uri), known, newest);
  const wanted = since?.required ?? place.id.version ?? newest;
  const parts = [`${newest} published`, `${freeFrom(wanted, versions)} is free`];
  if (since !== undefined) parts.push(`${since.breaking === 0 ? 'nothing' : since.breaking} breaking since ${newest}`);
  return { span: place.span, title: parts.join(' · ') };
}

function ownChanges(
  snapshot: Snapshot,
  root: PackageRoot | undefined,
  known: KnownPackage,
  version: string,
): { readonly breaking: number; readonly required: string | undefined } | undefined {
  const before = contractOf(known, version);
  const after =
    root === undefined ? undefined : contractsOf(snapshot, root, '').find((it) => nameOf(it) === known.name);
  if (before === undefined || after === undefined) return undefined;
  const [report] = compareTrees([before], [after], { role: 'strict', policy: 'at-release' });
  if (report === undefined || report.unread !== undefined) return undefined;
  const breaking = report.changes.filter((it) => it.level === 'major' && !it.kind.startsWith('bump-')).length;
  return { breaking, required: report.required };
}

/** A newer version of the same track, behind each version that is written. */
export function publishedHints(
  snapshot: Snapshot,
  uri: string,
  knowledge: Knowledge,
): readonly { readonly offset: number; readonly text: string; readonly tooltip: string }[] {
  return versionPlaces(snapshot, uri).flatMap((place) => {
    const newer = place.isOwn || place.version === undefined ? undefined : newerOf(place, knowledge);
    if (newer === undefined || place.version === undefined) return [];
    return [
      {
        offset: place.version.end,
        text: `${newer} is published`,
        tooltip: `${markdownCode(packageKey(place.id))}: ${newer} of this track is published`,
      },
    ];
  });
}

function newerOf({ id }: VersionPlace, knowledge: Knowledge): string | undefined {
  const known = knowledge.get(nameIn(id));
  return known === undefined ? undefined : newerVersions(id.version, versionsOf(known)).inTrack;
}

export interface PublishedAction {
  readonly kind: 'fetch' | 'update';
  readonly title: string;
  /** `ns:name`, and the version to be had. */
  readonly name: string;
  readonly version: string;
  /** The version that is written now. */
  readonly from: string;
}

/** Repairs where a span touches a version: what is in no `deps/` can be fetched, what is older than the track updated. */
export function publishedActions(
  snapshot: Snapshot,
  uri: string,
  span: Span,
  knowledge: Knowledge,
): readonly PublishedAction[] {
  const users = usersIn(snapshot, uri);
  const found = new Map<string, PublishedAction>();
  for (const place of versionPlaces(snapshot, uri)) {
    const { id, isOwn } = place;
    if (isOwn || id.version === undefined || place.span.start > span.end || span.start > place.span.end) continue;
    const name = nameIn(id);
    const rest = { name, from: id.version };
    const key = packageKey(id);
    if (resolvedOf(users, id) === undefined)
      found.set(`fetch ${key}`, {
        kind: 'fetch',
        title: `Fetch \`${key}\` into \`deps/\``,
        ...rest,
        version: id.version,
      });
    const newer = newerOf(place, knowledge);
    if (newer !== undefined)
      found.set(`update ${key}`, {
        kind: 'update',
        title: `Update \`${name}\` to ${newer} and fetch it`,
        ...rest,
        version: newer,
      });
  }
  return [...found.values()];
}

/** The versions in a root's own files that name one version of a package. */
export function placesNaming(
  snapshot: Snapshot,
  root: PackageRoot,
  name: string,
  version: string,
): readonly { readonly uri: string; readonly span: Span }[] {
  return root.files.flatMap((uri) =>
    versionPlaces(snapshot, uri).flatMap((it) =>
      !it.isOwn && nameIn(it.id) === name && it.id.version === version && it.version !== undefined
        ? [{ uri, span: it.version }]
        : [],
    ),
  );
}

/** Where a path leads whose package only a registry has: its interface or world, else the package. */
export function publishedDefinition(
  snapshot: Snapshot,
  uri: string,
  offset: number,
  knowledge: Knowledge,
): { readonly uri: string; readonly snapshot: Snapshot; readonly span: Span } | undefined {
  const text = snapshot.tree(uri)?.text ?? '';
  const place = versionPlaces(snapshot, uri).find((it) => it.span.start <= offset && offset <= it.span.end);
  if (place === undefined || place.isOwn || resolvedOf(usersIn(snapshot, uri), place.id) !== undefined)
    return undefined;
  const known = knowledge.get(nameIn(place.id));
  const found = known?.texts.get(place.id.version ?? '');
  const item = /^[^/]*\/\s*%?([\w-]+)/.exec(text.slice(place.span.start, place.span.end))?.[1] ?? '';
  const contract = known === undefined ? undefined : contractOf(known, place.id.version ?? '')?.stable;
  const loc = contract?.interfaces.get(item)?.loc ?? contract?.worlds.get(item)?.loc ?? contract?.loc;
  const tree = loc === undefined ? undefined : found?.snapshot.tree(loc.uri);
  if (found === undefined || loc === undefined || tree === undefined) return undefined;
  return { uri: loc.uri, snapshot: found.snapshot, span: spanOf(tree, loc.node) };
}

/** Published versions that fit at the end of a text, the newest first; with the part of one that is written. */
export function versionCompletions(
  before: string,
  knowledge: Knowledge,
): { readonly typed: string; readonly versions: readonly string[] } | undefined {
  const line = before.slice(before.lastIndexOf('\n') + 1);
  const [, namespace = '', name = '', typed = ''] =
    /%?([a-zA-Z][\w-]*):%?([a-zA-Z][\w-]*)(?:\/%?[\w-]+)?@([\w.+-]*)$/.exec(line) ??
    /"([a-zA-Z][\w-]*):([a-zA-Z][\w-]*)"\s*=\s*(?:\{.*\bversion\s*=\s*)?"[=^~]?([\w.+-]*)$/.exec(line) ??
    inTable(before, line) ??
    [];
  const known = knowledge.get(`${namespace}:${name}`);
  return known === undefined ? undefined : { typed, versions: [...versionsOf(known)].reverse() };
}

/** `version = "` below `[overrides."ns:name"]`, or below `name = "ns:name"` of a lock file. */
function inTable(before: string, line: string): RegExpExecArray | null {
  const typed = /^\s*version\s*=\s*"[=^~]?([\w.+-]*)$/.exec(line)?.[1];
  if (typed === undefined) return null;
  const above = before
    .slice(-FAR, before.length - line.length)
    .split('\n')
    .reverse();
  for (const it of above) {
    const found = /^\s*(?:name\s*=\s*|\[[\w.-]+\.)"([a-zA-Z][\w-]*):([a-zA-Z][\w-]*)"/.exec(it);
    if (found !== null) return Object.assign(found, { 3: typed });
    if (/^\s*\[/.test(it) && !/^\s*\[\[\w+\.versions\]\]/.test(it)) return null;
  }
  return null;
}

/** Characters above a version that may say whose it is. */
const FAR = 4000;
