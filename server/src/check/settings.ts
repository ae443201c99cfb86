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
  /** In megabytes (2^20 bytes); larger files are not read. */
  readonly maxFileSize: number;
  /** By code; what is not listed has its own level. */
  readonly levels: Readonly<Record<string, Level>>;
}

/** Real files are a thousand times smaller. */
const DEFAULT_MAX_FILE_SIZE = 16;

export const DEFAULT_SETTINGS: CheckSettings = {
  features: [],
  allFeatures: false,
  resolve: 'workspace',
  maxFileSize: DEFAULT_MAX_FILE_SIZE,
  levels: {},
};

/** Findings of one file that are shown; nobody reads more, and a client that gets them all may stop. */
export const MAX_PROBLEMS = 500;

/** Said in the place of the findings that are left out. */
export function restMessage(rest: number, most: number): string {
  return `${rest} more ${rest === 1 ? 'problem' : 'problems'} in this file; only the first ${most} are shown`;
}

const LEVELS: readonly string[] = ['error', 'warning', 'information', 'hint', 'off'] satisfies Level[];

export function isLevel(value: unknown): value is Level {
  return typeof value === 'string' && LEVELS.includes(value);
}
