// The recipes of docs/ci.md and the action, run with the checkout and the variables that each service gives: whoever breaks
// a contract is stopped, whoever does not passes, and what cannot be compared is no success.

import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { SERVER } from '../support/server.ts';
import { TestRepository, temporary, wit } from './repository.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const DOCS = readFileSync(path.join(ROOT, 'docs/ci.md'), 'utf8');
const ACTION = readFileSync(path.join(ROOT, 'action.yml'), 'utf8');
const OLD = { 'wit/a.wit': wit('f: func();') };
const GOOD = { 'wit/a.wit': wit('f: func(); g: func();') };
const BAD = { 'wit/a.wit': wit('f: func(a: u8);') };

/** `npx` that knows the command as it was built here. */
function pathWithNpx(): string {
  const bin = temporary();
  const script = `#!/bin/sh\nwhile [ "$1" != wit-language-server ] || [ "$2" = wit-language-server ]; do shift; done\nshift\nexec '${process.execPath}' '${SERVER}' "$@"\n`;
  writeFileSync(path.join(bin, 'npx'), script);
  chmodSync(path.join(bin, 'npx'), 0o755);
  return `${bin}:${process.env.PATH ?? ''}`;
}

interface Environment {
  readonly title: string;
  /** A line of the documentation that runs the command; the first that matches. */
  readonly line: RegExp;
  /** What the service checks out and says, of a repository whose last change is to be judged. */
  readonly job: (files: Readonly<Record<string, string>>) => {
    readonly cwd: string;
    readonly env: Record<string, string>;
  };
}

const hash = (it: TestRepository, name: string): string => it.git('rev-parse', name);

/** A branch with the change, in a clone that has everything. */
function branch(files: Readonly<Record<string, string>>): TestRepository {
  const clone = TestRepository.create(OLD).clone();
  clone.git('checkout', '-q', '-b', 'feature');
  clone.commit(files);
  return clone;
}

/** The change on main itself. */
function push(files: Readonly<Record<string, string>>): TestRepository {
  const origin = TestRepository.create(OLD);
  origin.commit(files);
  return origin.clone();
}

/** The merge of a pull request, as some services make it. */
function merged(files: Readonly<Record<string, string>>): TestRepository {
  const clone = branch(files);
  clone.git('checkout', '-q', '--detach', 'origin/main');
  clone.git('merge', '-q', '--no-ff', '-m', 'merge', 'feature');
  return clone;
}

function eventFile(event: object): string {
  const file = path.join(temporary(), 'event.json');
  writeFileSync(file, JSON.stringify(event));
  return file;
}

const GITHUB = /- run: (npx .*--format github)/;
const GITLAB = /- (npx .*gitlab-code-quality.*)/;
const AZURE = /- script: (npx .*)/;
const BITBUCKET = /- (npx .*test-results\/.*)/;
const JENKINS = /sh '(npx .*)'/;
const github = { CI: 'true', GITHUB_ACTIONS: 'true' };
const at = (it: TestRepository, env: Record<string, string>) => ({ cwd: it.path, env });

const ENVIRONMENTS: readonly Environment[] = [
  {
    title: 'GitHub, pull request',
    line: GITHUB,
    job: (files) => {
      const it = merged(files);
      return at(it, {
        ...github,
        GITHUB_BASE_REF: 'main',
        GITHUB_REF: 'refs/pull/1/merge',
        GITHUB_SHA: hash(it, 'HEAD'),
      });
    },
  },
  {
    title: 'GitHub, pull request, the head of the branch checked out',
    line: GITHUB,
    job: (files) => at(branch(files), { ...github, GITHUB_BASE_REF: 'main' }),
  },
  {
    title: 'GitHub, merge group',
    line: GITHUB,
    job: (files) => {
      const it = push(files);
      return at(it, {
        ...github,
        GITHUB_EVENT_NAME: 'merge_group',
        GITHUB_EVENT_PATH: eventFile({ merge_group: { base_sha: hash(it, 'HEAD~1') } }),
      });
    },
  },
  {
    title: 'GitHub, push',
    line: GITHUB,
    job: (files) => {
      const it = push(files);
      return at(it, {
        ...github,
        GITHUB_EVENT_NAME: 'push',
        GITHUB_EVENT_PATH: eventFile({ before: hash(it, 'HEAD~1') }),
      });
    },
  },
  { title: 'GitHub, push without an event', line: GITHUB, job: (files) => at(push(files), github) },
  {
    title: 'GitLab, merge request',
    line: GITLAB,
    job: (files) => {
      const it = branch(files);
      return at(it, {
        CI: 'true',
        GITLAB_CI: 'true',
        CI_MERGE_REQUEST_DIFF_BASE_SHA: hash(it, 'origin/main'),
        CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main',
      });
    },
  },
  {
    title: 'GitLab, merged results',
    line: GITLAB,
    job: (files) => {
      const it = merged(files);
      return at(it, {
        CI: 'true',
        GITLAB_CI: 'true',
        CI_MERGE_REQUEST_TARGET_BRANCH_SHA: hash(it, 'origin/main'),
        CI_MERGE_REQUEST_DIFF_BASE_SHA: hash(it, 'origin/main'),
      });
    },
  },
  {
    title: 'GitLab, push',
    line: GITLAB,
    job: (files) => {
      const it = push(files);
      return at(it, { CI: 'true', GITLAB_CI: 'true', CI_COMMIT_BEFORE_SHA: hash(it, 'HEAD~1') });
    },
  },
  {
    title: 'Azure, pull request',
    line: AZURE,
    job: (files) => {
      const it = merged(files);
      return at(it, {
        TF_BUILD: 'True',
        SYSTEM_PULLREQUEST_TARGETBRANCH: 'refs/heads/main',
        BUILD_SOURCEBRANCH: 'refs/pull/1/merge',
        BUILD_SOURCEVERSION: hash(it, 'HEAD'),
      });
    },
  },
  { title: 'Azure, push', line: AZURE, job: (files) => at(push(files), { TF_BUILD: 'True' }) },
  {
    title: 'Bitbucket, pull request',
    line: BITBUCKET,
    job: (files) => {
      const it = branch(files);
      return at(it, {
        CI: 'true',
        BITBUCKET_BUILD_NUMBER: '1',
        BITBUCKET_PR_DESTINATION_BRANCH: 'main',
        BITBUCKET_PR_DESTINATION_COMMIT: hash(it, 'origin/main'),
      });
    },
  },
  {
    title: 'Bitbucket, push',
    line: BITBUCKET,
    job: (files) => at(push(files), { CI: 'true', BITBUCKET_BUILD_NUMBER: '1' }),
  },
  {
    title: 'Jenkins, pull request',
    line: JENKINS,
    job: (files) => at(branch(files), { JENKINS_URL: 'x', CHANGE_TARGET: 'main' }),
  },
  {
    title: 'Jenkins, push',
    line: JENKINS,
    job: (files) => {
      const it = push(files);
      return at(it, { JENKINS_URL: 'x', GIT_PREVIOUS_COMMIT: hash(it, 'HEAD~1') });
    },
  },
  { title: 'another service', line: GITHUB, job: (files) => at(push(files), { CI: 'true' }) },
];

function sh(line: string, cwd: string, env: Record<string, string>) {
  const all = { PATH: pathWithNpx(), HOME: '/nonexistent', GIT_CONFIG_NOSYSTEM: '1', ...env };
  return spawnSync('bash', ['-e', '-c', line], { cwd, env: all, encoding: 'utf8' });
}

describe('the recipe for', () => {
  it.each(ENVIRONMENTS)('$title', { timeout: 60_000 }, ({ line, job }) => {
    const command = line.exec(DOCS)?.[1] ?? '';
    expect(command).toContain('wit-language-server breaking');
    for (const [files, status] of [
      [GOOD, 0],
      [BAD, 1],
    ] as const) {
      const { cwd, env } = job(files);
      const ran = sh(`mkdir -p test-results; ${command}`, cwd, env);
      expect(ran.status, ran.stdout + ran.stderr).toBe(status);
    }
  });

  it('a checkout without history is no success', () => {
    const origin = TestRepository.create(OLD);
    origin.commit(BAD);
    const shallow = origin.clone('--depth', '1');
    const ran = sh(GITHUB.exec(DOCS)?.[1] ?? '', shallow.path, {
      ...github,
      GITHUB_EVENT_PATH: eventFile({ before: hash(origin, 'HEAD~1') }),
    });
    expect(ran.status).toBe(2);
  });
});

describe('the action', () => {
  it.each([
    ['passes', GOOD, '0'],
    ['fails', BAD, '1'],
  ] as const)('%s, with annotations, a summary and a SARIF log', (_, files, status) => {
    const it = branch(files);
    const place = temporary();
    const env = {
      ...github,
      GITHUB_BASE_REF: 'main',
      GITHUB_STEP_SUMMARY: path.join(place, 'summary.md'),
      GITHUB_OUTPUT: path.join(place, 'output'),
      RUNNER_TEMP: place,
      WIT_PATH: 'wit\n$(touch hacked)',
      WIT_PACKAGE: './packed.tgz',
    };
    const hacked = sh(path.join(ROOT, 'scripts/action.sh'), it.path, env);
    expect(readFileSync(env.GITHUB_OUTPUT, 'utf8'), hacked.stderr).toContain('status=2');
    const ran = sh(path.join(ROOT, 'scripts/action.sh'), it.path, {
      ...env,
      GITHUB_OUTPUT: `${env.GITHUB_OUTPUT}2`,
      WIT_PATH: 'wit',
    });
    const output = readFileSync(`${env.GITHUB_OUTPUT}2`, 'utf8');
    expect(output).toContain(`status=${status}\n`);
    const log = JSON.parse(readFileSync(/sarif=(.*)/.exec(output)?.[1] ?? '', 'utf8'));
    expect(log.runs[0].results.some((one: { level: string }) => one.level === 'error')).toBe(status === '1');
    expect(ran.stdout.includes('::error')).toBe(status === '1');
    expect(readFileSync(env.GITHUB_STEP_SUMMARY, 'utf8').match(/### /g)?.length).toBe(1);
  });

  it('hands every input over in a variable, and none in a script', () => {
    const scripts = [...ACTION.matchAll(/^ {6}run: (.*)$/gm)].map(([, line]) => line);
    expect(scripts.length).toBe(2);
    for (const line of scripts) expect(line).not.toContain('inputs.');
    const inputs = [...(/inputs:\n([\s\S]*?)\noutputs:/.exec(ACTION)?.[1] ?? '').matchAll(/^ {2}([\w-]+):/gm)].map(
      ([, name]) => name,
    );
    const used = new Set([...ACTION.matchAll(/inputs\.([\w-]+)/g)].map(([, name]) => name));
    expect([...used].sort()).toEqual([...inputs].sort());
    const script = readFileSync(path.join(ROOT, 'scripts/action.sh'), 'utf8');
    for (const [, name] of ACTION.matchAll(/^ {8}(WIT_\w+):/gm)) expect(script).toContain(name);
    for (const name of inputs) expect(DOCS).toContain(`| \`${name}\` |`);
  });
});

it('hooks run commands that there are', () => {
  const hooks = readFileSync(path.join(ROOT, '.pre-commit-hooks.yaml'), 'utf8');
  const entries = [...hooks.matchAll(/entry: wit-language-server (.*)/g)].map(([, line]) => line ?? '');
  expect(entries.length).toBe(3);
  for (const entry of entries) {
    const repository = TestRepository.create(OLD);
    const files = entry === 'format' ? ' wit/a.wit' : '';
    expect(sh(`npx wit-language-server ${entry}${files}`, repository.path, {}).status, entry).toBe(0);
  }
});
