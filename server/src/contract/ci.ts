// What continuous integration says about the change that is being checked: the target of a pull request, and the commit
// that was there before a push. One row for each service; the variables are those of its documentation.

export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment of a job. */
export interface Ci {
  readonly env: Environment;
  /** The content of GitHub's event file (`GITHUB_EVENT_PATH`). */
  readonly event?: string | undefined;
}

/** What a pull request is to be merged into. */
export interface PullRequest {
  /** The branch, as in `main`. */
  readonly branch?: string | undefined;
  /** A commit of the target to compare with. */
  readonly commit?: string | undefined;
  /** Is `commit` itself the base, or does the base still have to be found from it? */
  readonly exact: boolean;
  /** Is HEAD the merge that the service made of target and source? Then its first parent is the base. */
  readonly merge?: { readonly ref: string | undefined; readonly commit: string | undefined };
  /** The line that fixes a checkout without enough history. */
  readonly hint: string;
}

interface Service {
  readonly pullRequest: (ci: CiData) => PullRequest | undefined;
  /** Commits that may have been the head before this change, best first. */
  readonly before: (ci: CiData) => readonly (string | undefined)[];
  readonly isHere: (env: Environment) => boolean;
  readonly hint: string;
}

interface CiData {
  readonly env: Environment;
  readonly event: unknown;
}

const GITHUB = 'set `fetch-depth: 0` for `actions/checkout`';
const GITLAB = 'set the variable `GIT_DEPTH: 0`';
const AZURE = 'set `fetchDepth: 0` for `checkout: self`';
const BITBUCKET = 'set `clone: depth: full`';
const JENKINS = 'switch off the shallow clone of the job';

const SERVICES: readonly Service[] = [
  {
    // https://docs.github.com/actions/reference/workflows-and-actions/variables
    isHere: ({ GITHUB_ACTIONS, GITHUB_BASE_REF }) => isSet(GITHUB_ACTIONS) || isSet(GITHUB_BASE_REF),
    pullRequest: ({ env, event }) => {
      const branch = nonEmpty(env.GITHUB_BASE_REF);
      if (branch === undefined) return undefined;
      const merge = { ref: env.GITHUB_REF, commit: nonEmpty(env.GITHUB_SHA) };
      return { branch, commit: textAt(event, 'pull_request', 'base', 'sha'), exact: false, merge, hint: GITHUB };
    },
    before: ({ event }) => [textAt(event, 'merge_group', 'base_sha'), textAt(event, 'before')],
    hint: GITHUB,
  },
  {
    // https://docs.gitlab.com/ci/variables/predefined_variables/
    isHere: ({ GITLAB_CI, CI_MERGE_REQUEST_DIFF_BASE_SHA }) =>
      isSet(GITLAB_CI) || isSet(CI_MERGE_REQUEST_DIFF_BASE_SHA),
    pullRequest: ({ env }) => {
      // Only pipelines for merged results, whose HEAD holds the target branch too, know its commit.
      const commit = nonEmpty(env.CI_MERGE_REQUEST_TARGET_BRANCH_SHA) ?? nonEmpty(env.CI_MERGE_REQUEST_DIFF_BASE_SHA);
      if (commit === undefined) return undefined;
      return { branch: nonEmpty(env.CI_MERGE_REQUEST_TARGET_BRANCH_NAME), commit, exact: true, hint: GITLAB };
    },
    before: ({ env }) => [env.CI_COMMIT_BEFORE_SHA],
    hint: GITLAB,
  },
  {
    // https://learn.microsoft.com/azure/devops/pipelines/build/variables
    isHere: ({ TF_BUILD }) => isSet(TF_BUILD),
    pullRequest: ({ env }) => {
      const branch = nonEmpty(env.SYSTEM_PULLREQUEST_TARGETBRANCH)?.replace(/^refs\/heads\//, '');
      if (branch === undefined) return undefined;
      const merge = { ref: env.BUILD_SOURCEBRANCH, commit: nonEmpty(env.BUILD_SOURCEVERSION) };
      return { branch, exact: false, merge, hint: AZURE };
    },
    before: () => [],
    hint: AZURE,
  },
  {
    // https://support.atlassian.com/bitbucket-cloud/docs/variables-and-secrets/
    isHere: ({ BITBUCKET_BUILD_NUMBER, BITBUCKET_PR_DESTINATION_BRANCH }) =>
      isSet(BITBUCKET_BUILD_NUMBER) || isSet(BITBUCKET_PR_DESTINATION_BRANCH),
    pullRequest: ({ env }) => {
      const branch = nonEmpty(env.BITBUCKET_PR_DESTINATION_BRANCH);
      const commit = nonEmpty(env.BITBUCKET_PR_DESTINATION_COMMIT);
      return branch === undefined ? undefined : { branch, commit, exact: false, hint: BITBUCKET };
    },
    before: () => [],
    hint: BITBUCKET,
  },
  {
    // https://plugins.jenkins.io/workflow-multibranch/ and https://plugins.jenkins.io/git/
    isHere: ({ JENKINS_URL, CHANGE_TARGET }) => isSet(JENKINS_URL) || isSet(CHANGE_TARGET),
    pullRequest: ({ env }) => {
      const branch = nonEmpty(env.CHANGE_TARGET);
      return branch === undefined ? undefined : { branch, exact: false, hint: JENKINS };
    },
    before: ({ env }) => [env.GIT_PREVIOUS_SUCCESSFUL_COMMIT, env.GIT_PREVIOUS_COMMIT],
    hint: JENKINS,
  },
];

/** Is this a CI job, where an empty comparison would go unnoticed? */
export function isCi({ env }: Ci): boolean {
  return isSet(env.CI) || SERVICES.some((it) => it.isHere(env));
}

/** The pull request that the job is for. */
export function pullRequestOf(ci: Ci): PullRequest | undefined {
  const data = dataOf(ci);
  for (const service of SERVICES) {
    const found = service.isHere(ci.env) ? service.pullRequest(data) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The commits that may have been there before the push, best first. */
export function commitsBefore(ci: Ci): readonly string[] {
  const data = dataOf(ci);
  const all = SERVICES.filter((it) => it.isHere(ci.env)).flatMap((it) => it.before(data));
  // The first push of a branch has a row of zeros.
  return all.filter((it) => it !== undefined && /^[0-9a-f]{40,64}$/.test(it) && !/^0+$/.test(it)) as string[];
}

/** The line that fixes the checkout. */
export function checkoutHint({ env }: Ci): string {
  return SERVICES.find((it) => it.isHere(env))?.hint ?? 'fetch the whole history of the repository';
}

function dataOf({ env, event }: Ci): CiData {
  try {
    return { env, event: event === undefined ? undefined : JSON.parse(event) };
  } catch {
    return { env, event: undefined };
  }
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && !/^(?:|0|false)$/i.test(value);
}

function nonEmpty(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}

function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  let at = value;
  for (const key of path) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = (at as Readonly<Record<string, unknown>>)[key];
  }
  return typeof at === 'string' && at !== '' ? at : undefined;
}
