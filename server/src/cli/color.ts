// Colours on a terminal: the option, and what the environment says.

import { choice, type Option } from './command.ts';
import type { Io } from './io.ts';

const WHEN = ['auto', 'always', 'never'] as const;
type When = (typeof WHEN)[number];

export const COLOR: { readonly color: Option<When> } = {
  color: choice('WHEN', WHEN, 'auto', 'auto (default: on a terminal, unless NO_COLOR is set), always or never'),
};

/** https://no-color.org: any value but the empty one switches colours off. */
export function wantsColor({ env, terminal }: Pick<Io, 'env' | 'terminal'>, when: When): boolean {
  if (when !== 'auto') return when === 'always';
  if ((env.NO_COLOR ?? '') !== '') return false;
  if ((env.FORCE_COLOR ?? '') !== '') return env.FORCE_COLOR !== '0';
  return terminal.out && env.TERM !== 'dumb';
}
