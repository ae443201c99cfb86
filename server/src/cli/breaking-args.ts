// What `breaking` is asked to do: its options, and the values that they stand for.

import { TOOLS, type Tool } from '../features/contracts/as-tool.ts';
import type { WorldRole } from '../semver/levels.ts';
import type { BumpPolicy } from '../semver/verdict.ts';
import { COLOR } from './color.ts';
import { choice, flag, optionalChoice, text, type Values } from './command.ts';
import { type GivenSettings, givenSettings, POLICY_OPTION, packageOptions } from './package-options.ts';
import { REGISTRY_OPTIONS } from './registry-options.ts';

const FORMATS = ['pretty', 'json', 'sarif', 'github', 'markdown', 'junit', 'gitlab-code-quality'] as const;
const ROLES = ['strict', 'platform', 'component'] as const satisfies readonly WorldRole[];
const FAIL_ON = ['major', 'dangerous', 'minor', 'none'] as const;
const POLICIES = ['at-release', 'at-change'] as const satisfies readonly BumpPolicy[];

export const BREAKING_OPTIONS = {
  against: text(
    'BASE',
    'what to compare with: a git revision, a directory, a `.wit` file, a `.wasm` package, or what was published: `registry` (the newest version of the same track), `registry:ns:name[@version]`, `oci://host/path:tag`. Without it: in CI the target of the pull request; elsewhere the commit where the branch left the base branch that an editor or `gh` has recorded for it, or the default branch; on the default branch the last release tag, or else HEAD',
  ),
  'release-base': text(
    'REV',
    'the last release, from which versions are counted; by default the last tag that has the package; `none`: the base',
  ),
  'bump-policy': optionalChoice(
    'WHEN',
    POLICIES,
    'at-release (default): the version is raised once before the next release; at-change: with every change',
  ),
  role: optionalChoice(
    'ROLE',
    ROLES,
    'how worlds are read: strict (default), platform, or component (default of `.wasm` that was built)',
  ),
  'fail-on': choice('LEVEL', FAIL_ON, 'major', 'major (default), dangerous, minor or none'),
  format: choice(
    'FORMAT',
    FORMATS,
    'pretty',
    'pretty (default), json, sarif, github, markdown, junit or gitlab-code-quality',
  ),
  accept: text(
    'REASON',
    'accept every failing change from now on: adds it to the nearest `.wit-ignore.json`, or to a new one at the top of the repository',
  ),
  'trusted-ignores': text(
    'BASE',
    'accept a change only where the base accepts it too: entries and comments that this very change adds do not count; `base` stands for what is compared with',
  ),
  as: choice(
    'TOOL',
    ['us', ...TOOLS] as const,
    'us',
    'us (default); wasm-tools: what `wasm-tools component semver-check` will say of each world; wkg: what `wkg publish` will say',
  ),
  ...REGISTRY_OPTIONS,
  suggest: flag('print the required version and nothing else'),
  ...packageOptions('workspace'),
  ...POLICY_OPTION,
  ...COLOR,
};

export interface BreakingArguments {
  readonly paths: readonly string[];
  /** Options that were not given come from the project file. */
  readonly against: string | undefined;
  readonly releaseBase: string | undefined;
  readonly policy: BumpPolicy | undefined;
  readonly role: WorldRole | undefined;
  readonly failOn: (typeof FAIL_ON)[number];
  readonly format: (typeof FORMATS)[number];
  /** Whose verdict is asked for. */
  readonly as: 'us' | Tool;
  /** No registry is asked. */
  readonly offline: boolean;
  readonly suggest: boolean;
  /** Why everything that fails may pass. */
  readonly accept: string | undefined;
  /** Only what the base accepts too is accepted. */
  readonly trustedIgnores: string | undefined;
  readonly given: GivenSettings;
  readonly color: Values<typeof COLOR>['color'];
}

export function breakingArguments(
  values: Values<typeof BREAKING_OPTIONS>,
  paths: readonly string[],
): BreakingArguments {
  return {
    paths: paths.length === 0 ? ['.'] : paths,
    against: values.against,
    releaseBase: values['release-base'],
    policy: values['bump-policy'],
    role: values.role,
    failOn: values['fail-on'],
    format: values.format,
    as: values.as,
    offline: values.offline,
    suggest: values.suggest,
    accept: values.accept,
    trustedIgnores: values['trusted-ignores'],
    given: givenSettings(values, 'workspace'),
    color: values.color,
  };
}
