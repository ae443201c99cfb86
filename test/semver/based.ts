// Snapshots whose packages have an old version as their base, and the fixtures of this folder as such.

import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { type Bases, basesFrom, type FoundBase } from '../../server/src/contract/bases.ts';
import { contractsOf } from '../../server/src/contract/package-contracts.ts';
import type { Snapshot } from '../../server/src/workspace/snapshot.ts';
import { FIXTURE, fixture } from '../support/fixture.ts';
import { below, readArchive } from './fixture.ts';

/** The new version, with the old one as its base. */
export async function compared(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): Promise<{ readonly snapshot: Snapshot; readonly bases: Bases }> {
  const text = (files: ReadonlyMap<string, string>): string =>
    [...files].map(([name, content]) => `//- ${name}\n${content}`).join('');
  const old = (await fixture(text(before))).snapshot;
  const { snapshot } = await fixture(text(after));
  const bases = new Map<string, FoundBase>();
  for (const uri of snapshot.roots.keys()) {
    const place = uri.slice(FIXTURE.length);
    const oldRoot = old.roots.get(uri);
    bases.set(uri, {
      kind: 'base',
      label: 'main',
      place,
      top: FIXTURE,
      oldTop: FIXTURE,
      packages: oldRoot === undefined ? [] : contractsOf(old, oldRoot, place),
      snapshot: old,
      options: { role: 'strict', policy: 'at-release' },
    });
  }
  return { snapshot, bases: basesFrom(bases) };
}

const FOLDER = import.meta.dirname;
/** Paths of all fixtures. */
export const archives = readdirSync(FOLDER)
  .filter((name) => statSync(path.join(FOLDER, name)).isDirectory())
  .flatMap((name) => readdirSync(path.join(FOLDER, name)).map((file) => `${name}/${file}`));

export function versionsOf(archive: string): { before: Map<string, string>; now: Map<string, string> } {
  const { files } = readArchive(readFileSync(path.join(FOLDER, archive), 'utf8'));
  return { before: below(files, 'before'), now: below(files, 'after') };
}
