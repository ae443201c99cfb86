// The options of every command that reads packages: which features are active, and where dependencies are looked for.

import type { CheckSettings } from '../check/settings.ts';
import { choice, flag, type Option, type Values } from './command.ts';

const RESOLVE = ['toolchain', 'workspace'] as const;
type Resolve = (typeof RESOLVE)[number];

const RESOLVE_HELP: Readonly<Record<Resolve, string>> = {
  toolchain:
    'toolchain (default): only `deps/` holds dependencies; workspace: packages elsewhere below the current directory do, too',
  workspace:
    'workspace (default): packages elsewhere in the repository are dependencies, too; toolchain: only what is in `deps/`',
};

/** `initial` is where dependencies are looked for unless the caller says otherwise. */
export function packageOptions(initial: Resolve): {
  readonly features: Option<readonly string[]>;
  readonly 'all-features': Option<boolean>;
  readonly resolve: Option<Resolve>;
} {
  return {
    features: {
      value: 'A,B',
      help: 'active feature gates (none by default)',
      read: (given) => given.flatMap((list) => list.split(/[\s,]+/)).filter((name) => name !== ''),
    },
    'all-features': flag('activate every feature gate'),
    resolve: choice('WHERE', RESOLVE, initial, RESOLVE_HELP[initial]),
  };
}

export function packageSettings(values: Values<ReturnType<typeof packageOptions>>): CheckSettings {
  const { features, 'all-features': allFeatures, resolve } = values;
  return { features, allFeatures, resolve, levels: {} };
}
