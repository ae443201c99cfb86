// The options of every command that reads packages: which features are active, where dependencies are looked for, and which
// project file and policy hold.

import { FILE_SIZES } from '../base/file-size.ts';
import { DEFAULT_SETTINGS } from '../check/settings.ts';
import { flag, type Option, optionalChoice, text, type Values, wholeNumber } from './command.ts';

const RESOLVE = ['toolchain', 'workspace'] as const;
type Resolve = (typeof RESOLVE)[number];

const RESOLVE_HELP: Readonly<Record<Resolve, string>> = {
  toolchain:
    'toolchain (default): only `deps/` holds dependencies; workspace: packages elsewhere below the current directory do, too',
  workspace:
    'workspace (default): packages elsewhere in the repository are dependencies, too; toolchain: only what is in `deps/`',
};

export const FILE_SIZE = {
  'max-file-size': wholeNumber(
    'N',
    FILE_SIZES.least,
    `largest file that is read, in megabytes (default: ${DEFAULT_SETTINGS.maxFileSize}, at most ${FILE_SIZES.most})`,
    FILE_SIZES.most,
  ),
};

/** `initial` is where dependencies are looked for unless the caller or the project says otherwise. */
export function packageOptions(initial: Resolve): {
  readonly features: Option<readonly string[] | undefined>;
  readonly 'all-features': Option<boolean>;
  readonly resolve: Option<Resolve | undefined>;
  readonly config: Option<string | undefined>;
  readonly 'max-file-size': Option<number | undefined>;
} {
  return {
    features: {
      value: 'A,B',
      help: 'active feature gates (none by default)',
      read: (given) =>
        given.length === 0 ? undefined : given.flatMap((list) => list.split(/[\s,]+/)).filter((name) => name !== ''),
    },
    'all-features': flag('activate every feature gate'),
    resolve: optionalChoice('WHERE', RESOLVE, RESOLVE_HELP[initial]),
    ...FILE_SIZE,
    config: text('FILE', 'the project file; by default the nearest `wit-language-server.json` above what is read'),
  };
}

export const POLICY_OPTION = {
  policy: text('FILE', 'a policy that holds beside that of the project: a project file with the key `policy`'),
};

/** What a person said on the command line; it wins over the project file. */
export interface GivenSettings {
  readonly features: readonly string[] | undefined;
  readonly allFeatures: boolean;
  readonly resolve: Resolve | undefined;
  /** Where dependencies are looked for by default. */
  readonly initial: Resolve;
  /** In megabytes. */
  readonly maxFileSize: number | undefined;
  /** The project file in place of the nearest one. */
  readonly config: string | undefined;
  /** A file whose policy holds beside that of the project. */
  readonly policy?: string | undefined;
}

export function givenSettings(
  values: Values<ReturnType<typeof packageOptions>> & { readonly policy?: string | undefined },
  initial: Resolve,
): GivenSettings {
  const { features, 'all-features': allFeatures, resolve, config, policy, 'max-file-size': maxFileSize } = values;
  return { features, allFeatures, resolve, initial, maxFileSize, config, policy };
}

export const NOTHING_GIVEN: GivenSettings = {
  features: undefined,
  allFeatures: false,
  resolve: undefined,
  initial: 'toolchain',
  maxFileSize: undefined,
  config: undefined,
};
