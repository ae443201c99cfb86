// The same shapes as `package.ts`, writable while a package is being resolved.

import type { Interface, TypeDef, World } from './package.ts';

export type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export type BuildingType = Mutable<TypeDef>;
export type BuildingInterface = Mutable<Interface> & {
  readonly types: Map<string, TypeDef>;
  readonly funcs: Map<string, Interface['funcs'] extends ReadonlyMap<string, infer F> ? F : never>;
};
export type BuildingWorld = Mutable<World>;
