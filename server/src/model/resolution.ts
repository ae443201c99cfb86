// What the resolution of a package works on: its declarations with what was found in them, and what it can see of others.

import type { Entry, InterfaceDecl, UsePath, WorldDecl } from '../syntax/items.ts';
import type { Interface, Package, Problem, Ref, World } from './package.ts';
import type { SourcePart } from './source.ts';

/** What a package can see of the others. Only what it refers to need be there. */
export interface Dependencies {
  find(key: string): Package | 'cycle' | undefined;
  /** Keys of all packages that could be referred to, for the message when one is not found. */
  known(): readonly string[];
  /** Where it was looked for, in words; optional. */
  readonly places?: string;
  /** What lock files say of a package that was not found, in words. */
  locked?(namespace: string, name: string): string | undefined;
}

export interface Declared {
  readonly part: SourcePart;
  readonly entry: Entry;
  readonly decl: InterfaceDecl | WorldDecl;
  state: 'new' | 'building' | 'done';
  built: Interface | World | undefined;
  /** What its resolution found inside of it. */
  findings: Findings;
  /** By the node of the path: all that it asked of what is outside of it. */
  lookups: Map<number, Lookup> | undefined;
  /** What it is taken over from. */
  taken: Making | undefined;
}

/** An interface or world with all that its resolution depended on. */
export interface Making {
  readonly uri: string;
  readonly entry: Entry;
  readonly built: Declared['built'];
  readonly findings: Findings;
  readonly lookups: readonly Lookup[];
}

/** What a resolution has to say beside its result. */
export interface Findings {
  readonly problems: Problem[];
  readonly refs: Ref[];
}

/** One path that was followed. */
export interface Lookup {
  readonly path: UsePath;
  readonly base: number;
  readonly want: 'interface' | 'world';
  readonly relaxed: boolean;
  readonly result: Interface | World | undefined;
}
