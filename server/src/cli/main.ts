// The command line: which command, and what to say to who asks for help.

import { version } from '../../../package.json';
import { runBreaking } from './breaking.ts';
import { runCheck } from './check.ts';
import { runCompose } from './compose.ts';
import { runFormat } from './format.ts';
import { CLEAN, FAILED, type Io } from './io.ts';
import { runWorld } from './world.ts';

const HELP = `Usage: wit-language-server COMMAND [arguments]

A language server for WIT, and its engine as a command line.

Commands:
  check PATH…               all diagnostics of the packages at PATH
  format PATH… [--check]    one style for the files at PATH
  breaking [PATH…]          contract changes against a git base, a directory, a file
  world PATH [NAME]         a world with what its includes and uses bring
  compose PATH…             components put together: what is satisfied, what is left

As a language server:
  --stdio                   speak over standard input and output
  --node-ipc                speak over the channel of a parent Node process
  --socket=PORT             speak over a connection to a local port

Options:
  -h, --help                this text, or the help of a command
  -V, --version             the version

Exit status: 0 nothing to report, 1 errors, 2 the work could not be done.
`;

type Command = (args: readonly string[], io: Io) => Promise<number>;

const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['breaking', runBreaking],
  ['check', runCheck],
  ['compose', runCompose],
  ['format', runFormat],
  ['world', runWorld],
]);

export async function main(args: readonly string[], io: Io): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    io.out(HELP);
    return CLEAN;
  }
  if (name === '--version' || name === '-V') {
    io.out(`${version}\n`);
    return CLEAN;
  }
  const command = COMMANDS.get(name);
  if (command === undefined) {
    const what = name.startsWith('-') ? 'option' : 'command';
    io.err(`wit-language-server: unknown ${what} \`${name}\`\nTry \`wit-language-server --help\`.\n`);
    return FAILED;
  }
  return command(rest, io);
}
