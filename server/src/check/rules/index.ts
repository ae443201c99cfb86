// All rules over a resolved package, in the order in which they run.

import type { Package } from '../../model/package.ts';
import type { Problem } from '../../model/problems.ts';

export type PackageRule = (it: Package) => readonly Problem[];

export const PACKAGE_RULES: readonly PackageRule[] = [];
