// The world that a policy asks every world to fit.

import type { PackageId } from '../../model/names.ts';
import type { World } from '../../model/package.ts';
import { targetFaults } from '../../wac/target.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { type WacPlaces, wacPackages } from '../worlds/compose.ts';
import { byPolicy, type PolicyContext, type PolicyFinding } from './context.ts';

/** Whoever has more to mend sees the rest when these are gone. */
const MOST_FAULTS = 20;

export function targetFindings(snapshot: Snapshot, world: World, { rules, packages }: PolicyContext): PolicyFinding[] {
  return rules.flatMap((placed): PolicyFinding[] => {
    const { target } = placed.rule;
    if (target === undefined) return [];
    const finding = (message: string): PolicyFinding => ({
      code: 'policy/target',
      loc: world.loc,
      rule: placed,
      message: `${message}, as asked by ${byPolicy(placed)}`,
    });
    const wanted = worldCalled([snapshot], target, packages);
    if (wanted === undefined) return [finding(`the world \`${target}\`, which this must fit, is not found`)];
    if (wanted === world) return [];
    const faults = targetFaults(world, wanted).slice(0, MOST_FAULTS);
    return faults.map((it) => finding(`\`${world.name}\` does not fit \`${target}\`: ${it}`));
  });
}

/** `ns:package/world`, with or without a version. */
export function worldCalled(snapshots: readonly Snapshot[], path: string, places: WacPlaces = {}): World | undefined {
  const match = /^([^:/@]+):([^/@]+)\/([^@]+)(?:@(.+))?$/.exec(path);
  if (match === null) return undefined;
  const [, namespace = '', name = '', world = '', version] = match;
  const id: PackageId = { namespace, name, ...(version === undefined ? {} : { version }) };
  return wacPackages(snapshots, places).world(id, world);
}
