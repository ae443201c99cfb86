// Settings of the checks. Plain data; where it comes from (an editor, a command line) is not known here.

import type { Severity } from './severity.ts';

export type Level = Severity | 'off';

export interface CheckSettings {
  /** Active feature gates. */
  readonly features: readonly string[];
  /** Every gate is active, whatever `features` lists. */
  readonly allFeatures: boolean;
  /** `toolchain`: only what lies in `deps/` is there. `workspace`: packages elsewhere in the workspace help out. */
  readonly resolve: 'toolchain' | 'workspace';
  /** By code; what is not listed has its own level. */
  readonly levels: Readonly<Record<string, Level>>;
}

export const DEFAULT_SETTINGS: CheckSettings = { features: [], allFeatures: false, resolve: 'workspace', levels: {} };

const LEVELS: readonly string[] = ['error', 'warning', 'information', 'hint', 'off'] satisfies Level[];

export function isLevel(value: unknown): value is Level {
  return typeof value === 'string' && LEVELS.includes(value);
}
