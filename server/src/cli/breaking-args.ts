// The words after `breaking`.

import { parseArgs } from 'node:util';
import type { CheckSettings } from '../check/settings.ts';
import type { WorldRole } from '../semver/changes.ts';
import type { BumpPolicy } from '../semver/verdict.ts';
import { featureList, firstSentence, oneOf, RESOLVE } from './args.ts';
import type { Failure } from './io.ts';

export const BREAKING_HELP = `Usage: wit-language-server breaking [PATH…] [options]

Compares the contracts of the packages at PATH (by default the current directory)
with an older version and tells what breaks whom, and which version it needs.

Options:
  --against BASE      what to compare with: a git revision, a directory, a \`.wit\`
                      file or a \`.wasm\` package. Without it: in CI what the pull
                      request is for; else where the branch left the default
                      branch; there, the last release tag; else HEAD
  --release-base REV  the last release, from which versions are counted;
                      by default the last tag that has the package; \`none\`: the base
  --bump-policy WHEN  at-release (default): the version is raised once before the
                      next release; at-change: with every change
  --role ROLE         how worlds are read: strict (default), platform or component
  --fail-on LEVEL     major (default), dangerous, minor or none
  --format FORMAT     pretty (default), json, sarif, github or markdown
  --accept REASON     let what fails pass from now on: writes it into the nearest
                      \`.wit-ignore.json\`, or a new one at the top of the repository
  --suggest           print the version that is needed and nothing else
  --features A,B      feature gates that are active (none by default)
  --all-features      every feature gate is active
  --resolve WHERE     workspace (default): packages elsewhere in the repository are
                      dependencies, too; toolchain: only what is in \`deps/\`
  -h, --help          this text

Exit status: 0 nothing breaks without the version it needs, 1 something does,
2 the comparison could not be made.
`;

export const BREAKING_FORMATS = ['pretty', 'json', 'sarif', 'github', 'markdown'] as const;
const ROLES = ['strict', 'platform', 'component'] as const satisfies readonly WorldRole[];
export const FAIL_ON = ['major', 'dangerous', 'minor', 'none'] as const;
const POLICIES = ['at-release', 'at-change'] as const satisfies readonly BumpPolicy[];

export interface BreakingArguments {
  readonly paths: readonly string[];
  readonly against: string;
  readonly releaseBase: string;
  readonly policy: BumpPolicy;
  readonly role: WorldRole;
  readonly failOn: (typeof FAIL_ON)[number];
  readonly format: (typeof BREAKING_FORMATS)[number];
  readonly suggest: boolean;
  /** Why everything that fails may pass. */
  readonly accept: string | undefined;
  readonly settings: CheckSettings;
  readonly help: boolean;
}

export function breakingArguments(args: readonly string[]): BreakingArguments | Failure {
  const parsed = parse(args);
  if (typeof parsed === 'string') return { failures: [parsed] };
  const { values, positionals } = parsed;
  const format = oneOf('--format', BREAKING_FORMATS, values.format ?? 'pretty');
  const role = oneOf('--role', ROLES, values.role ?? 'strict');
  const failOn = oneOf('--fail-on', FAIL_ON, values['fail-on'] ?? 'major');
  const policy = oneOf('--bump-policy', POLICIES, values['bump-policy'] ?? 'at-release');
  const resolve = oneOf('--resolve', RESOLVE, values.resolve ?? 'workspace');
  const failures = [format, role, failOn, policy, resolve]
    .filter((it) => typeof it === 'object')
    .map((it) => it.problem);
  if (values.accept?.trim() === '') failures.push('--accept needs a reason');
  if (values.against === '') failures.push('--against needs a revision, a directory or a file');
  if (
    failures.length > 0 ||
    typeof format === 'object' ||
    typeof role === 'object' ||
    typeof failOn === 'object' ||
    typeof policy === 'object' ||
    typeof resolve === 'object'
  )
    return { failures };
  const settings = {
    features: featureList(values.features),
    allFeatures: values['all-features'] ?? false,
    resolve,
    levels: {},
  };
  return {
    paths: positionals.length === 0 ? ['.'] : positionals,
    against: values.against ?? 'auto',
    releaseBase: values['release-base'] ?? 'auto',
    policy,
    role,
    failOn,
    format,
    suggest: values.suggest ?? false,
    accept: values.accept,
    settings,
    help: values.help ?? false,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        against: { type: 'string' },
        'release-base': { type: 'string' },
        'bump-policy': { type: 'string' },
        role: { type: 'string' },
        'fail-on': { type: 'string' },
        format: { type: 'string' },
        suggest: { type: 'boolean' },
        accept: { type: 'string' },
        features: { type: 'string', multiple: true },
        'all-features': { type: 'boolean' },
        resolve: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    return error instanceof Error ? firstSentence(error.message) : String(error);
  }
}
