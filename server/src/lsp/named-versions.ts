// The packages that files name which are no WIT: compositions, and the manifests of package tools.

import { mentionsIn } from '../features/dependencies/manifest.ts';
import { packagesIn } from '../features/worlds/compose.ts';
import { readWac } from '../wac/reader.ts';
import { isComposition } from './compositions.ts';
import type { NamedVersions, Session } from './session.ts';

/** What an open composition or manifest names; undefined for another file. */
export function namedVersions(session: Session, uri: string): NamedVersions | undefined {
  const isWac = isComposition(uri);
  const lines = (isWac ? session.compositions : session.manifests).lines(uri);
  if (lines === undefined) return undefined;
  return isWac ? versionsInComposition(lines.text) : versionsInManifest(uri, lines.text);
}

/** What the compositions and manifests of the workspace name. */
export async function allNamedVersions(session: Session): Promise<NamedVersions> {
  const { compositions, workspace } = session;
  const manifests = new Map<string, string>();
  for (const root of workspace.snapshot().workRoots)
    for (const { uri, text } of await workspace.manifestsOf(root))
      manifests.set(uri, session.manifests.lines(workspace.spelling(uri))?.text ?? text);
  return together([
    ...[...manifests].map(([uri, text]) => versionsInManifest(uri, text)),
    ...[...(await compositions.allTexts(session)).values()].map(versionsInComposition),
  ]);
}

/** A composition or a manifest is looked at: registries are asked where the setting says so. */
export function wantNamed(session: Session, uri: string): void {
  const names = session.published === undefined ? undefined : namedVersions(session, uri);
  if (names !== undefined) session.published?.want(uri, names);
}

function versionsInComposition(text: string): NamedVersions {
  return together(
    packagesIn(readWac(text)).map(({ namespace, name, version }) => {
      return new Map([[`${namespace}:${name}`, new Set(version === undefined ? [] : [version])]]);
    }),
  );
}

/** Names of wit-deps alone, without a namespace, are in no registry. */
function versionsInManifest(uri: string, text: string): NamedVersions {
  const named = mentionsIn(uri, text).filter((it) => /^[^:]+:[^:]+$/.test(it.name));
  return together(
    named.map((it) => new Map([[it.name, new Set(it.places.map(({ start, end }) => text.slice(start, end)))]])),
  );
}

function together(all: readonly NamedVersions[]): NamedVersions {
  const found = new Map<string, Set<string>>();
  for (const [name, versions] of all.flatMap((it) => [...it])) {
    const known = found.get(name) ?? new Set<string>();
    found.set(name, known);
    for (const it of versions) known.add(it);
  }
  return found;
}
