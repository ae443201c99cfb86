// `wasm-tools component semver-check`, built again from the parts that are at hand: can a component made for one world run
// where another is provided? Versions in names do not count.

import { type PackagePath, type Reference, type Verdict, verdict } from './reference.ts';
import { withoutVersions, worldType } from './world-type.ts';

export interface WorldPlace {
  readonly in: PackagePath;
  /** May be left out where there is one. */
  readonly world?: string;
}

/**
 * `accept`: a component that exists for `prev` fits a place made for `next`. The reference asks it of a component that uses
 * all functions of `prev` and no more types than those need. Ask it the other way round, too, for the other side of a
 * contract.
 */
export async function semverCheck(reference: Reference, prev: WorldPlace, next: WorldPlace): Promise<Verdict> {
  const component = await reference.component(prev.in, prev.world);
  if (component.kind !== 'value') return verdict(component, 'L2');
  const module = await reference.module(next.in, next.world);
  if (module.kind !== 'value') return verdict(module, 'L2');
  const answer = await reference.ask((tools) => {
    const before = withoutVersions(tools.print(component.value)).replace(/^\(component/, '(component $prev');
    const after = withoutVersions(worldType(tools, module.value));
    return tools.componentWit(
      tools.parse(`(component
        ${before}
        (component $test (type $next ${after}) (import "next" (component (type $next))))
        (instance (instantiate $test (with "next" (component $prev)))))`),
    );
  });
  return verdict(answer, 'L2');
}
