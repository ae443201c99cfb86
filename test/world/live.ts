// What a component with nothing in it keeps of its world: everything that it exports and the world's own types, all
// functions and resources that it imports, and the types that these mention; not the other types of interfaces.

import type { World } from '../../server/src/model/package.ts';
import { liveImports } from '../../server/src/world/live.ts';

export function liveWorld(world: World): World {
  const live = liveImports(world);
  const imports = [...world.imports].flatMap(([key, item]) => {
    const target = item.item.kind === 'interface' ? item.item.interface : undefined;
    if (target === undefined) return [[key, item] as const];
    if (!live.keys.has(key)) return [];
    if (target.name !== undefined) return [[key, item] as const];
    const types = new Map([...target.types].filter(([, def]) => live.types(key).has(def)));
    return [[key, { ...item, item: { kind: 'interface' as const, interface: { ...target, types } } }] as const];
  });
  return { ...world, imports: new Map(imports) };
}
