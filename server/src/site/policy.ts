// What policies say of worlds: the same verdict as `check`, for pages and for the catalogue.

import type { PolicyContext } from '../features/policy/context.ts';
import { policyOfWorld } from '../features/policy/findings.ts';
import type { World } from '../model/package.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import { holdsFor } from '../world/policy.ts';

/** What the packages of a name are judged with, `ns:name`; a version that was released is judged by today's policy, too. */
export type Policies = ReadonlyMap<string, PolicyContext>;

export interface PolicyVerdict {
  /** Rules that hold for the world. */
  readonly rules: number;
  readonly refused: readonly { readonly severity: string; readonly message: string }[];
}

/** Undefined when no rule holds for the world. */
export function policyVerdict(
  snapshot: Snapshot,
  world: World,
  context: PolicyContext,
  released: boolean,
): PolicyVerdict | undefined {
  // The worlds that a rule has as targets are those of today, and not in a release.
  const rules = context.rules.filter(
    ({ rule }) => holdsFor(rule.for, world) && !(released && rule.target !== undefined),
  );
  if (rules.length === 0) return undefined;
  const found = [...policyOfWorld(snapshot, world, { ...context, rules }).values()].flat();
  return { rules: rules.length, refused: found.map(({ severity, message }) => ({ severity, message })) };
}
