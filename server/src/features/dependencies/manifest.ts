// Manifests and lock files of package tools (`wkg.toml`, `wkg.lock`; `deps.toml`, `deps.lock` of wit-deps): which packages they
// name, where these are in the workspace, and whether what is there is what the lock says.

import { markdownCode } from '../../base/escape.ts';
import type { Span } from '../../base/text.ts';
import { dirname } from '../../base/uri.ts';
import { type PackageId, packageKey } from '../../model/names.ts';
import type { Package } from '../../model/package.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import type { DocumentLink } from '../links.ts';
import { placeOf } from '../names/name-at.ts';

export function isManifest(uri: string): boolean {
  return /\/(wkg|deps)\.(toml|lock)$/.test(uri);
}

/** A package that a manifest names: whole, or by the last part of its name alone, which is all that wit-deps has. */
export interface Mention {
  readonly span: Span;
  readonly name: string;
  /** What the lock file holds; empty where it says nothing of versions. */
  readonly versions: readonly string[];
  /** Where versions of it are written, without quotes: also what `wkg.toml` asks for. */
  readonly places: readonly Span[];
}

interface Found {
  readonly package: Package;
  readonly vendored: boolean;
  readonly uri: string;
}

/** Names lead to the nearest package of that name, of a locked version where there is one. */
export function manifestLinks(snapshot: Snapshot, uri: string, text: string): readonly DocumentLink[] {
  return mentionsIn(uri, text).flatMap((mention) => {
    const found = packagesCalled(snapshot, uri, mention.name);
    const chosen = found.find((it) => mention.versions.includes(it.package.id.version ?? '')) ?? found[0];
    const place = chosen?.package.loc === undefined ? undefined : placeOf(snapshot, chosen.package.loc);
    const line = place === undefined ? undefined : snapshot.lines(place.uri)?.position(place.span.start).line;
    if (chosen === undefined || place === undefined || line === undefined) return [];
    const tooltip = `package ${packageKey(chosen.package.id)}`;
    return [{ span: mention.span, target: `${snapshot.spelling(place.uri)}#L${line + 1}`, tooltip }];
  });
}

/** Markdown for the package named at an offset, or at one of its versions: which versions are locked, which are there, and whether these agree. */
export function manifestHover(
  snapshot: Snapshot,
  uri: string,
  text: string,
  offset: number,
): { readonly span: Span; readonly text: string; readonly name: string; readonly version?: string } | undefined {
  const touched = (it: Span): boolean => it.start <= offset && offset <= it.end;
  const mention = mentionsIn(uri, text).find((it) => touched(it.span) || it.places.some(touched));
  if (mention === undefined) return undefined;
  const place = mention.places.find(touched) ?? mention.places[0];
  const version = place === undefined ? undefined : text.slice(place.start, place.end).replace(/^[=^~]\s*/, '');
  const found = packagesCalled(snapshot, uri, mention.name);
  const lines = [`package ${markdownCode(mention.name)}`];
  if (mention.versions.length > 0) lines.push(`Locked: ${mention.versions.map(markdownCode).join(', ')}`);
  lines.push(
    found.length === 0
      ? 'Not in the workspace: it has to be fetched.'
      : found
          .map(
            (it) =>
              `- ${markdownCode(packageKey(it.package.id))} in ${it.vendored ? 'a `deps` directory' : 'the workspace'}`,
          )
          .join('\n'),
  );
  const stale = staleness(
    mention,
    found.filter((it) => it.vendored),
  );
  if (stale !== undefined) lines.push(stale);
  const span = [mention.span, ...mention.places].find(touched) ?? mention.span;
  return { span, text: lines.join('\n\n'), name: mention.name, ...(version === undefined ? {} : { version }) };
}

/** Undefined: what is vendored is what is locked, or there is nothing to compare. */
function staleness(mention: Mention, vendored: readonly Found[]): string | undefined {
  const there = vendored.flatMap((it) => it.package.id.version ?? []);
  if (there.length === 0 || lackingVersions(mention, there).length === 0) return undefined;
  return `**Stale**: \`deps\` has ${there.map(markdownCode).join(', ')}, the lock file another version.`;
}

/** Locked versions that are not among these. */
export function lackingVersions({ versions }: Mention, there: readonly string[]): readonly string[] {
  return versions.filter((it) => !there.includes(it));
}

/** The nearest first. */
function packagesCalled(snapshot: Snapshot, uri: string, name: string): readonly Found[] {
  const found = new Map<string, Found>();
  for (const { root, package: it } of snapshot.semantics.allPackages()) {
    const at = it.loc?.uri;
    if (at === undefined || !isCalled(it.id, name)) continue;
    found.set(`${at} ${it.key}`, { package: it, uri: at, vendored: !root.files.includes(at) });
  }
  const near = dirname(uri);
  const shared = (other: string): number => {
    let at = 0;
    while (at < near.length && near[at] === other[at]) at++;
    return at;
  };
  return [...found.values()].sort((a, b) => shared(b.uri) - shared(a.uri) || (a.uri < b.uri ? -1 : 1));
}

export function isCalled({ namespace, name }: PackageId, text: string): boolean {
  return text.includes(':') ? `${namespace}:${name}` === text : name === text;
}

/** A parser of TOML has no places; of these files only keys, headers and the names in strings are wanted. */
export function mentionsIn(uri: string, text: string): readonly Mention[] {
  const ofDeps = /\/deps\.(toml|lock)$/.test(uri);
  const isLock = uri.endsWith('.lock');
  const mentions: { span: Span; name: string; versions: string[]; places: Span[] }[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    const match = ofDeps
      ? /^(\s*\[?"?)([a-z][\w-]*)"?\s*[\]=]/.exec(line)
      : /^(\s*(?:name\s*=\s*|\[[\w.-]+\.)?")([a-z][\w-]*(?::[a-z][\w-]*)+)"/.exec(line);
    const version = /^(\s*version\s*=\s*")([^"]+)"/.exec(line);
    const last = mentions.at(-1);
    if (version !== null && last !== undefined) {
      const [, head = '', written = ''] = version;
      if (isLock) last.versions.push(written);
      last.places.push({ start: start + head.length, end: start + head.length + written.length });
    } else if (version === null && match !== null && !(ofDeps && isField(line))) {
      const from = start + (match[1]?.length ?? 0);
      const name = match[2] ?? '';
      const places = ofDeps ? [] : versionIn(line, match[0].length, start);
      mentions.push({ span: { start: from, end: from + name.length }, name, versions: [], places });
    }
    start += line.length + 1;
  }
  return mentions;
}

/** `"ns:name" = "1.2"` and `"ns:name" = { version = "1.2" }`. */
function versionIn(line: string, from: number, start: number): Span[] {
  const found = /^(\s*=\s*(?:\{(?:[^"]|"[^"]*")*?\bversion\s*=\s*)?")([^"]+)"/.exec(line.slice(from));
  if (found === null) return [];
  const at = start + from + (found[1]?.length ?? 0);
  return [{ start: at, end: at + (found[2]?.length ?? 0) }];
}

/** What a table of `deps.lock` or `deps.toml` says of its package. */
function isField(line: string): boolean {
  return /^\s*(?:url|path|sha256|sha512|deps|subdir)\s*=/.test(line);
}
