// Who takes part in a contract: the worlds that import or export an interface (for a type or function, that of its
// interface), and the worlds that include a world. Each is shown where that world says so.

import type { ElaboratedItem, Entity, Interface, Loc, Reason, World } from '../../model/package.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import type { Target, Targets } from './definition.ts';
import { namesAt, originalOf, placeOf, sameEntity } from './name-at.ts';
import { packagesAround } from './reference-packages.ts';

export function implementation(snapshot: Snapshot, uri: string, offset: number): Targets | undefined {
  const [name] = namesAt(snapshot, uri, offset);
  if (name === undefined) return undefined;
  const subject = subjectOf(originalOf(name.target));
  if (subject === undefined) return undefined;
  const found: Target[] = [];
  for (const it of implementers(snapshot, subject)) {
    if (!found.some((other) => other.uri === it.uri && other.span.start === it.span.start)) found.push(it);
  }
  return found.length === 0 ? undefined : { origin: name.span, targets: found };
}

/** The interface or world whose implementers are asked for. */
function subjectOf(entity: Entity): Interface | World | undefined {
  switch (entity.kind) {
    case 'interface':
    case 'world':
      return entity;
    case 'type':
    case 'func':
      return entity.owner;
    case 'field':
    case 'case':
      return entity.type.owner;
    case 'extern':
      return entity.item.item.kind === 'interface' ? (entity.item.item.interface ?? entity.world) : entity.world;
    default:
      return undefined;
  }
}

/** Places in worlds because of which they import or export an interface, or include a world. */
function* implementers(snapshot: Snapshot, subject: Interface | World): Generator<Target> {
  for (const it of packagesAround(snapshot, subject.loc)) {
    for (const world of it.worlds.values()) {
      const locs = subject.kind === 'world' ? includesOf(world, subject) : mentionsOf(world, subject);
      for (const { name, statement } of locs) {
        const place = placeOf(snapshot, name);
        const full = placeOf(snapshot, statement);
        if (place !== undefined && full !== undefined) yield { ...place, full: full.span };
      }
    }
  }
}

/** The worlds, by `identity`, that some world includes, of those that are defined in the package of a file. */
export function includedWorlds(snapshot: Snapshot, loc: Loc): ReadonlySet<string> {
  const targets = packagesAround(snapshot, loc).flatMap((it) =>
    [...it.worlds.values()].flatMap((world) => world.includes),
  );
  return new Set(targets.flatMap(({ target }) => (target === undefined ? [] : [identity(target.loc)])));
}

export function identity({ uri, node }: Loc): string {
  return `${uri} ${node}`;
}

interface Mention {
  readonly name: Loc;
  readonly statement: Loc;
}

function includesOf(world: World, target: World): Mention[] {
  return world.includes
    .filter((it) => it.target !== undefined && sameEntity(it.target, target))
    .map((it) => ({ name: it.loc, statement: it.statement }));
}

function mentionsOf(world: World, target: Interface): Mention[] {
  const found: Mention[] = [];
  for (const side of [world.imports, world.exports]) {
    for (const item of side.values()) {
      if (item.item.kind !== 'interface' || item.item.interface === undefined) continue;
      if (!sameEntity(item.item.interface, target)) continue;
      const mention = mentionIn(world, item);
      if (mention !== undefined) found.push(mention);
    }
  }
  // What a feature gate takes away is still written.
  for (const it of world.items) {
    if (it.active || it.item.kind !== 'interface' || it.item.interface === undefined) continue;
    if (sameEntity(it.item.interface, target)) found.push({ name: it.loc, statement: it.statement });
  }
  return found;
}

/** What in the text of the world brings an item: a statement, an `include`, or a `use`. */
function mentionIn(world: World, item: ElaboratedItem): Mention | undefined {
  let reason: Reason | undefined = item.reason;
  for (let steps = 0; reason !== undefined && steps < 1000; steps++) {
    const { loc }: Reason = reason;
    if (reason.kind === 'statement') {
      const own = world.items.find((it) => it.statement.node === loc.node && it.statement.uri === loc.uri);
      return own === undefined ? undefined : { name: own.loc, statement: own.statement };
    }
    if (reason.kind === 'include') {
      const own = world.includes.find((it) => it.statement.node === loc.node && it.statement.uri === loc.uri);
      return own === undefined ? undefined : { name: own.loc, statement: own.statement };
    }
    if (reason.from === undefined) return { name: loc, statement: loc };
    reason = reason.from;
  }
  return undefined;
}
