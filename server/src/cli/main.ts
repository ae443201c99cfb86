// The command line: which command runs, and the help that lists them.

import { version } from '../../../package.json';
import { didYouMean, nearest } from '../base/suggest.ts';
import { breaking } from './breaking.ts';
import { changelog } from './changelog.ts';
import { check } from './check.ts';
import { type Command, table, usageError, usageLines } from './command.ts';
import { completionsCommand } from './completions.ts';
import { compose } from './compose.ts';
import { docs } from './docs.ts';
import { explain } from './explain.ts';
import { format } from './format.ts';
import { impact } from './impact.ts';
import { CLEAN, type Io } from './io.ts';
import { manCommand } from './man.ts';
import { newCommand } from './new.ts';
import { outdated } from './outdated.ts';
import { publishCheck } from './publish-check.ts';
import { SERVING_HELP } from './serving.ts';
import { world } from './world.ts';

export const COMMANDS: readonly Command[] = [
  check,
  format,
  breaking,
  changelog,
  publishCheck,
  outdated,
  impact,
  world,
  compose,
  docs,
  explain,
  newCommand,
  completionsCommand(() => COMMANDS),
  manCommand(() => COMMANDS),
];

const OPTIONS: readonly (readonly [string, string])[] = [
  ['-h, --help', 'print this help, or with a command the help of that command'],
  ['-V, --version', 'print the version'],
];

function help(): string {
  const commands = COMMANDS.map(({ name, usage, summary }) => {
    const positionals = (usage[0] ?? '').replace(/ ?\[options\]/, '');
    return [`${name} ${positionals}`.trimEnd(), summary] as const;
  });
  return [
    usageLines(['COMMAND [arguments]']),
    'A language server for WIT, and its engine as a command line.',
    `Commands:\n${table(commands)}`,
    `As a language server:\n${table(SERVING_HELP)}`,
    `Options:\n${table(OPTIONS)}`,
    'Exit status: 0 nothing to report, 1 errors, 2 the work could not be done.',
  ]
    .join('\n\n')
    .concat('\n');
}

export async function main(args: readonly string[], io: Io): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    io.out(help());
    return CLEAN;
  }
  if (name === '--version' || name === '-V') {
    io.out(`${version}\n`);
    return CLEAN;
  }
  const command = COMMANDS.find((it) => it.name === name);
  if (command !== undefined) return command.run(rest, io);
  if (name.startsWith('-')) return usageError(io, [`unknown option \`${name}\``]);
  const near = nearest(
    name,
    COMMANDS.map((it) => it.name),
  );
  return usageError(io, [`unknown command \`${name}\`${didYouMean(near)}`]);
}
