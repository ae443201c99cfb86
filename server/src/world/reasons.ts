// Why an import or export is there: the statements that lead from the world to it, the world's own first.

import { itemPath } from '../model/names.ts';
import type { ElaboratedItem, Interface, Loc, Reason, World } from '../model/package.ts';

export interface ReasonStep {
  readonly kind: 'statement' | 'include' | 'use';
  /** What the statement says, with full paths. */
  readonly text: string;
  /** The interface or world that holds the statement. */
  readonly within: string;
  readonly loc: Loc;
}

export function reasonSteps(world: World, item: ElaboratedItem, direction: 'import' | 'export'): readonly ReasonStep[] {
  const target = item.item.kind === 'interface' ? item.item.interface : undefined;
  return stepsOf(item.reason, { world, key: item.key, direction, target });
}

/** Is the item one that no statement of this world, or of a world it includes, names? */
export function isImplicit(reason: Reason): boolean {
  let at = reason;
  while (at.kind === 'include') at = at.from;
  return at.kind === 'use';
}

interface Subject {
  readonly world: World;
  readonly key: string;
  readonly direction: 'import' | 'export';
  readonly target: Interface | undefined;
}

/** A chain of a thousand interfaces explains nothing; what is cut off lies nearest to the world. */
const LONGEST = 32;

function stepsOf(reason: Reason, subject: Subject): ReasonStep[] {
  const first: ReasonStep[] = [];
  const last: ReasonStep[] = [];
  let { world, key, target } = subject;
  for (let at: Reason | undefined = reason; at !== undefined && first.length + last.length < LONGEST; ) {
    const within = worldPath(world);
    if (at.kind === 'statement') {
      first.push({ kind: 'statement', text: statementText({ ...subject, key, target }), within, loc: at.loc });
      break;
    }
    if (at.kind === 'include') {
      first.push({ kind: 'include', text: `include ${worldPath(at.world)}`, within, loc: at.loc });
      world = at.world;
    } else {
      const text = `use ${target === undefined ? key : interfacePath(target)}`;
      last.push({ kind: 'use', text, within: at.user === undefined ? within : interfacePath(at.user), loc: at.loc });
      if (at.user === undefined) break;
      target = at.user;
      key = interfacePath(at.user);
    }
    at = at.from;
  }
  return [...first, ...last.reverse()];
}

function statementText({ direction, key, target }: Subject): string {
  const label = target?.name === undefined || key.includes('/') ? key : `${key}: ${interfacePath(target)}`;
  return `${direction} ${label}`;
}

export function worldPath(world: World): string {
  return itemPath(world.package, world.name);
}

/** The path of an interface; of one without a name, that it is inline. */
function interfacePath(it: Interface): string {
  return it.name === undefined ? 'an inline interface' : itemPath(it.package, it.name);
}
