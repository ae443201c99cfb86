// All rules over a resolved package, in the order in which they run.

import type { Package } from '../../model/package.ts';
import type { Problem } from '../../model/problems.ts';
import { caseConflict } from './name/case-conflict.ts';
import { uppercase } from './package/uppercase.ts';
import { duplicateMember } from './type/duplicate-member.ts';
import { listLength } from './type/list-length.ts';
import { noMembers } from './type/no-members.ts';
import { streamChar } from './type/stream-char.ts';
import { tooLarge } from './type/too-large.ts';
import { tooManyMembers } from './type/too-many-members.ts';
import { interfaceCase } from './world/interface-case.ts';

export type PackageRule = (it: Package) => readonly Problem[];

export const PACKAGE_RULES: readonly PackageRule[] = [
  noMembers,
  tooManyMembers,
  duplicateMember,
  caseConflict,
  interfaceCase,
  uppercase,
  listLength,
  streamChar,
  tooLarge,
];
