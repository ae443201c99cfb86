// What a contract change is, as plain data: the kind (a row of `table.ts`), the item, who breaks and how, and where it
// stands in both versions. Positions are nodes of the version they belong to.

import type { Loc } from '../model/package.ts';
import type { Hazard, Level, Side } from './levels.ts';
import type { RuleId } from './table.ts';

export interface Change {
  readonly kind: RuleId;
  /** `interface.func.param`. */
  readonly item: string;
  /** What holds the item: `interface.func`; of an interface or a world, its package. */
  readonly owner: string;
  /** The function or type that the item is a part of, or the item itself: what belongs to one row is reported together. */
  readonly row: string;
  readonly level: Level;
  /** Components that call what changed. */
  readonly importer: Side;
  /** Components and hosts that provide it. */
  readonly implementer: Side;
  readonly hazard: Hazard;
  /** What happened: `enum case added: \`critical\``. */
  readonly message: string;
  /** In the new version: the smallest token that changed, or the container of what is gone. */
  readonly loc?: Loc;
  /** A word inside `loc` that changed, for changes that have no node of their own. */
  readonly word?: string;
  readonly baseLoc?: Loc;
  /** The whole item in both versions, for a view side by side. */
  readonly whole?: Loc;
  readonly baseWhole?: Loc;
  /** What stood there, and what stands there now, as text without layout. */
  readonly before?: string;
  readonly after?: string;
  /** Other places in the new version that have to do with it. */
  readonly related?: readonly { readonly loc: Loc; readonly message: string }[];
  /** What it amounts to, in changes of what the item consists of: `.func` is a part of the item. */
  readonly parts?: readonly Change[];
}
