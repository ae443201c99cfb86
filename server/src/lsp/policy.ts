// What the policy of a project refuses, for the files of a session.

import { markdownClosed } from '../base/escape.ts';
import type { Diagnostic } from '../check/diagnostic.ts';
import { placeOf } from '../features/names/name-at.ts';
import type { PolicyContext } from '../features/policy/context.ts';
import { policyFindings, policyOfWorld } from '../features/policy/findings.ts';
import { worldsOfFile } from '../features/worlds/preview.ts';
import type { World } from '../model/package.ts';
import type { PackageRoot } from '../workspace/package-folders.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import type { Session } from './session.ts';
import { settingsFor } from './settings.ts';

type Findings = ReadonlyMap<string, readonly Diagnostic[]>;

/** By the snapshot and the root: a keystroke asks for several files of one package. */
const known = new WeakMap<Snapshot, Map<string, Findings>>();

export function policyItems(session: Session, snapshot: Snapshot, uri: string): readonly Diagnostic[] {
  const root = snapshot.rootOf(uri);
  return root === undefined ? [] : (findingsOf(session, snapshot, root).get(uri) ?? []);
}

/** Markdown for what is refused at an offset, or of the world whose name is there. */
export function policyText(session: Session, snapshot: Snapshot, uri: string, offset: number): string | undefined {
  const touching = policyItems(session, snapshot, uri).filter(({ span }) => span.start <= offset && offset <= span.end);
  const named = worldsOfFile(snapshot, uri).find((it) => {
    const span = placeOf(snapshot, it.loc)?.span;
    return span !== undefined && span.start <= offset && offset <= span.end;
  });
  const messages = [
    ...touching.map((it) => it.message),
    ...(named === undefined ? [] : policyMessages(session, snapshot, named)),
  ];
  const texts = [...new Set(messages)].map((it) => `**Policy**: ${markdownClosed(it)}`);
  return texts.length === 0 ? undefined : texts.join('  \n');
}

/** What is refused of a world, in sentences. */
export function policyMessages(session: Session, snapshot: Snapshot, world: World): readonly string[] {
  const context = policyContext(session, world.loc.uri);
  if (context === undefined) return [];
  return [...policyOfWorld(snapshot, world, context).values()].flat().map((it) => it.message);
}

/** What the project says that worlds may do; undefined without a rule. */
export function policyContext(session: Session, uri: string): PolicyContext | undefined {
  const { project, capabilities } = settingsFor(session, uri);
  if (project === undefined || project.policy.length === 0) return undefined;
  const { targets } = session.projects;
  return { rules: project.policy, capabilities, ...(targets === undefined ? {} : { packages: targets }) };
}

function findingsOf(session: Session, snapshot: Snapshot, root: PackageRoot): Findings {
  const context = policyContext(session, root.uri);
  if (context === undefined) return new Map();
  const row = known.get(snapshot) ?? new Map<string, Findings>();
  known.set(snapshot, row);
  const found = row.get(root.uri) ?? policyFindings(snapshot, root, context);
  row.set(root.uri, found);
  return found;
}
