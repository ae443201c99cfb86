// `man`: the manual page in roff, made from the data of the commands.

import { version } from '../../../package.json';
import { type Command, command, type Option } from './command.ts';
import { CLEAN } from './io.ts';
import { SERVING_HELP } from './serving.ts';

/** `commands` is asked when the command runs: it may hold this one. */
export function manCommand(commands: () => readonly Command[]): Command {
  return command({
    name: 'man',
    usage: ['[options]'],
    summary: 'print the manual page',
    about: ['Prints the manual page, which `man -l -` shows.'],
    options: {},
    positionals: { most: 0 },
    exit: '0 printed, 2 bad arguments.',
    run: async (io) => {
      io.out(manPage(commands()));
      return CLEAN;
    },
  });
}

function manPage(commands: readonly Command[]): string {
  const lines = [
    `.TH WIT-LANGUAGE-SERVER 1 "" "wit-language-server ${roff(version)}"`,
    '.SH NAME',
    'wit\\-language\\-server \\- language server and command line for WIT',
    '.SH SYNOPSIS',
    '.B wit\\-language\\-server',
    '.I COMMAND',
    '[arguments]',
    '.SH COMMANDS',
    ...commands.flatMap(section),
    '.SH "AS A LANGUAGE SERVER"',
    ...SERVING_HELP.flatMap(([option, help]) => ['.TP', `.B ${roff(option)}`, roff(help)]),
    '.SH ENVIRONMENT',
    '.TP',
    '.B NO_COLOR',
    roff('when set to anything, no colours are used'),
  ];
  return `${lines.join('\n')}\n`;
}

function section({ name, usage, about, options, exit }: Command): string[] {
  return [
    `.SS ${roff(name)}`,
    ...usage.flatMap((it, index) => [
      ...(index === 0 ? [] : ['.br']),
      `.B wit\\-language\\-server ${roff(`${name} ${it}`.trim())}`,
    ]),
    ...about.flatMap((paragraph) => ['.PP', roff(paragraph)]),
    ...Object.entries(options).flatMap(([option, it]) => optionLines(option, it)),
    '.PP',
    roff(`Exit status: ${exit}`),
  ];
}

function optionLines(name: string, { value, help }: Option<unknown>): string[] {
  const argument = value === undefined ? '' : ` \\fI${roff(value)}\\fR`;
  return ['.TP', `\\fB${roff(`--${name}`)}\\fR${argument}`, roff(help)];
}

/** Text that roff shows as it is. */
function roff(text: string): string {
  return text.replaceAll('\\', '\\e').replaceAll('-', '\\-').replace(/^[.']/, '\\&$&').replaceAll('…', '...');
}
