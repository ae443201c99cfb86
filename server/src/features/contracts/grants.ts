// What a component of a world can do that it could not do in the old version, and the other way round.

import type { PackageReport } from '../../semver/verdict.ts';
import { type CustomCapabilities, type Grant, grantsOf } from '../../world/capabilities.ts';

export interface GrantChange {
  readonly world: string;
  readonly gains: readonly Grant[];
  readonly losses: readonly Grant[];
}

/** Of the worlds that both versions have, those with a change. */
export function grantChanges(
  { before, after, unread, isSame }: Pick<PackageReport, 'before' | 'after' | 'unread' | 'isSame'>,
  custom?: CustomCapabilities,
): readonly GrantChange[] {
  if (before === undefined || after === undefined || unread !== undefined) return [];
  // What a package that is not there would grant is not known.
  for (const { stable } of [before, after]) if ([...stable.dependencies.values()].includes(undefined)) return [];
  const changes: GrantChange[] = [];
  for (const world of after.stable.worlds.values()) {
    const old = before.stable.worlds.get(world.name);
    if (old === undefined || !world.active || isSame?.(world.name) === true) continue;
    const [was, is] = [grantsOf(old, custom), grantsOf(world, custom)];
    const change = { world: world.name, gains: grantsBeyond(is, was), losses: grantsBeyond(was, is) };
    if (change.gains.length > 0 || change.losses.length > 0) changes.push(change);
  }
  return changes;
}

/** Those of `all` that are not in `known`. */
export function grantsBeyond(all: readonly Grant[], known: readonly Grant[]): Grant[] {
  const keyOf = (it: Grant): string => `${it.direction} ${it.id}`;
  const keys = new Set(known.map(keyOf));
  return all.filter((it) => !keys.has(keyOf(it)));
}

/** `gains: outgoing HTTP; loses: files` */
export function grantChangeText({ gains, losses }: GrantChange): string {
  const list = (what: string, grants: readonly Grant[]): string[] =>
    grants.length === 0 ? [] : [`${what}: ${grants.map((it) => it.title).join(', ')}`];
  return [...list('gains', gains), ...list('loses', losses)].join('; ');
}
