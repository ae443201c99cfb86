// `changelog [PATH]`: what changed in contracts from release to release.

import path from 'node:path';
import { jsonText } from '../base/escape.ts';
import { dirname } from '../base/uri.ts';
import { isGitFailure, Repository } from '../contract/git.ts';
import { type HistoryStep, releaseHistory } from '../contract/history.ts';
import { changelogMarkdown, changelogOf } from '../features/contracts/changelog.ts';
import { pathToUri } from '../hosts/node.ts';
import { Trees } from '../workspace/files.ts';
import { choice, command, flag, text } from './command.ts';
import { CLEAN, type Failure, fail, type Io, isFailure } from './io.ts';
import { type GivenSettings, givenSettings, packageOptions } from './package-options.ts';
import { ProjectSettings } from './project.ts';

const FORMATS = ['markdown', 'json'] as const;

export const changelog = command({
  name: 'changelog',
  usage: ['[PATH] [options]'],
  summary: 'what changed in contracts from release to release',
  about: [
    'Writes what changed in the contracts of the packages at PATH (by default the current directory) between release tags such as `v1.2.3` or `name-v1.2.3`: for each package and version what breaks, what is dangerous and what was added, with the signatures before and after.',
  ],
  options: {
    from: text('REV', 'the revision to begin after, such as the tag `v0.1.0`; by default the first release'),
    to: text('REV', 'the revision to end with; by default the last release tag before HEAD'),
    unreleased: flag('only what changed since the last release; with --from, the releases since then too'),
    format: choice('FORMAT', FORMATS, 'markdown', 'markdown (default) or json'),
    ...packageOptions('workspace'),
  },
  positionals: { most: 1 },
  exit: '0 written, 2 there is no history that could be read.',
  conflicts: ({ unreleased, to }) =>
    unreleased && to !== undefined ? ['`--unreleased` ends with the files as they are now: it excludes `--to`'] : [],
  async run(io, { from, to, unreleased, format, ...values }, [shown = '.']) {
    const steps = await stepsAt(io, shown, { from, to, unreleased, given: givenSettings(values, 'workspace') });
    if (isFailure(steps)) return fail(io, steps);
    const packages = changelogOf(steps);
    io.out(format === 'json' ? `${jsonText({ version: 1, packages })}\n` : changelogMarkdown(packages));
    return CLEAN;
  },
});

interface Wanted {
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly unreleased: boolean;
  readonly given: GivenSettings;
}

async function stepsAt(
  io: Io,
  shown: string,
  { from, to, unreleased, given: options }: Wanted,
): Promise<readonly HistoryStep[] | Failure> {
  const { host } = io;
  const given = pathToUri(path.resolve(io.cwd, shown));
  const uri = (await host.realPath(given)) ?? given;
  const stat = await host.stat(uri);
  if (stat === undefined) return { failures: [`no such file or directory: ${shown}`] };
  const directory = stat.kind === 'directory' ? uri : dirname(uri);
  const projects = new ProjectSettings(io, options);
  const refused = await projects.load([directory]);
  if (refused !== undefined) return refused;
  const settings = projects.settings(directory);
  const repository = await Repository.at(host, directory);
  if (isGitFailure(repository)) return { failures: [repository.message] };
  try {
    const parser = await io.parser();
    const reading = { host, parser, trees: new Trees(parser), settings };
    const range = { from, to, work: unreleased };
    const steps = await releaseHistory(repository, range, repository.pathOf(directory) ?? '', reading);
    if (isGitFailure(steps)) return { failures: [steps.message] };
    if (steps.length === 0 && from === undefined && to === undefined)
      return { failures: [`no release tag has a package in ${shown}; name revisions with --from and --to`] };
    return unreleased && from === undefined ? steps.filter(({ at }) => at.commit === undefined) : steps;
  } finally {
    repository.close();
  }
}
