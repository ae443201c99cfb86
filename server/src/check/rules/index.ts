// All rules, in the order in which they run.

import type { Interface, Package, Problem, World } from '../../model/package.ts';
import type { ItemTree } from '../../syntax/items.ts';
import type { Code } from '../catalogue.ts';
import { dependencyVersions } from './lint/dependency-versions.ts';
import { deprecated } from './lint/deprecated.ts';
import { docs } from './lint/docs.ts';
import { labelImport } from './lint/label-import.ts';
import { lostRename } from './lint/lost-rename.ts';
import { missingSince, missingSinceOfItems } from './lint/missing-since.ts';
import { notYetEverywhere } from './lint/not-yet-everywhere.ts';
import { shadowedName } from './lint/shadowed-name.ts';
import { unusedItem } from './lint/unused-item.ts';
import { unusedUse } from './lint/unused-use.ts';
import { caseConflict, caseConflictOfItems } from './name/case-conflict.ts';
import { uppercase } from './package/uppercase.ts';
import { accessorSignature } from './type/accessor-signature.ts';
import { accessorTypes } from './type/accessor-types.ts';
import { borrowInPayload } from './type/borrow-in-payload.ts';
import { duplicateMember } from './type/duplicate-member.ts';
import { listLength } from './type/list-length.ts';
import { mapValue } from './type/map-value.ts';
import { noMembers } from './type/no-members.ts';
import { setterWithoutGetter } from './type/setter-without-getter.ts';
import { streamChar } from './type/stream-char.ts';
import { packageTooLarge, tooLarge } from './type/too-large.ts';
import { tooManyFlags } from './type/too-many-flags.ts';
import { tooManyMembers } from './type/too-many-members.ts';
import { labelConflict, pathConflict } from './world/case-conflict.ts';

/** Looks at one interface, with a name or inline, or at one world. Sees of others only what it refers to. */
export type ItemRule = (owner: Interface | World) => readonly Problem<Code>[];

/** Looks at one interface or world, and at who mentions what is in it. */
export type MentionRule = (owner: Interface | World, it: Package) => readonly Problem<Code>[];

/** Looks at what a package means. */
export type PackageRule = (it: Package) => readonly Problem<Code>[];

/** Looks at the text of one file. */
export type FileRule = (uri: string, tree: ItemTree) => readonly Problem<Code>[];

/** What the reference refuses when it resolves a package, also in dependencies that nothing uses and behind closed gates. */
export const RESOLVE_ITEM_RULES: readonly ItemRule[] = [
  accessorSignature,
  setterWithoutGetter,
  noMembers,
  tooManyFlags,
  duplicateMember,
  caseConflict,
  labelConflict,
];

/** What the reference refuses when it encodes and validates a package. */
export const ENCODE_ITEM_RULES: readonly ItemRule[] = [
  accessorTypes,
  tooManyMembers,
  listLength,
  streamChar,
  mapValue,
  borrowInPayload,
  tooLarge,
];

export const ENCODE_RULES: readonly PackageRule[] = [caseConflictOfItems, pathConflict, packageTooLarge, uppercase];

/** Lints; not for vendored packages, which the user cannot change. */
export const LINT_ITEM_RULES: readonly ItemRule[] = [missingSince, lostRename];

export const MENTION_RULES: readonly MentionRule[] = [unusedUse];

export const LINT_RULES: readonly PackageRule[] = [deprecated, missingSinceOfItems, dependencyVersions, shadowedName];

/** Those that raise only diagnostics that are off by default. */
export const ASKED_MENTION_RULES: readonly { readonly codes: readonly string[]; readonly rule: MentionRule }[] = [
  { codes: ['lint/unused-type', 'lint/unused-interface'], rule: unusedItem },
  { codes: ['lint/not-yet-everywhere'], rule: notYetEverywhere },
];

export const FILE_LINT_RULES: readonly FileRule[] = [docs, labelImport];
