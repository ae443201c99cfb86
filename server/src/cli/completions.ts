// `completions SHELL`: a script that completes commands, options and their values, made from the data of the commands.

import { type Command, command, type Option } from './command.ts';
import { CLEAN, FAILED, fail } from './io.ts';

const SCRIPTS = { bash, zsh, fish } as const;
const PROGRAM = 'wit-language-server';

/** `commands` is asked when the command runs: it may hold this one. */
export function completionsCommand(commands: () => readonly Command[]): Command {
  return command({
    name: 'completions',
    usage: ['SHELL'],
    summary: 'print completions for bash, zsh or fish',
    about: [
      'Prints a script that completes commands, options and their values. In bash: `source <(wit-language-server completions bash)`. For zsh, write it to `_wit-language-server` in a folder of `$fpath`; for fish, to `~/.config/fish/completions/wit-language-server.fish`.',
    ],
    options: {},
    positionals: { needs: 'a shell: bash, zsh or fish', most: 1 },
    exit: '0 printed, 2 there are no completions for that shell.',
    run: async (io, _, [shell = '']) => {
      const script = Object.entries(SCRIPTS).find(([name]) => name === shell)?.[1];
      if (script === undefined) {
        fail(io, { failures: [`no completions for \`${shell}\`; there are some for bash, zsh and fish`] });
        return FAILED;
      }
      io.out(script(commands()));
      return CLEAN;
    },
  });
}

function optionsOf({ options }: Command): readonly (readonly [name: string, option: Option<unknown>])[] {
  return Object.entries(options);
}

const SERVING = ['--help', '--version', '--stdio', '--node-ipc', '--socket=', '--pipe='];

function bash(commands: readonly Command[]): string {
  const values = commands.flatMap((it) =>
    optionsOf(it).flatMap(([name, { value, choices = [] }]) =>
      value === undefined ? [] : [`    '${it.name} --${name}') words='${choices.join(' ')}' ;;`],
    ),
  );
  const options = commands.map((it) => {
    const names = [...optionsOf(it).map(([name]) => `--${name}`), '--help'];
    return `    ${it.name}' '*) [[ $cur == -* ]] && words='${names.join(' ')}' ;;`;
  });
  return `# bash completion for ${PROGRAM}
_wit_language_server() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} words=
  # \`--format=json\` is three words.
  [[ $cur == '=' ]] && cur=
  [[ $prev == '=' ]] && prev=\${COMP_WORDS[COMP_CWORD-2]}
  [[ \${COMP_WORDS[COMP_CWORD]} == '=' ]] && prev=\${COMP_WORDS[COMP_CWORD-1]}
  if [[ $COMP_CWORD -eq 1 ]]; then
    words='${[...commands.map((it) => it.name), ...SERVING].join(' ')}'
  else
    case "\${COMP_WORDS[1]} $prev" in
${values.join('\n')}
${options.join('\n')}
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o default -F _wit_language_server ${PROGRAM}
`;
}

function zsh(commands: readonly Command[]): string {
  const cases = commands.map((it) => {
    const lines = optionsOf(it).map(([name, { value, choices, help }]) => {
      const action = choices === undefined ? '_files' : `(${choices.join(' ')})`;
      const shown = quoted(help.replace(/[[\]\\:]/g, '\\$&'));
      return value === undefined ? `'--${name}[${shown}]'` : `'*--${name}=[${shown}]:${value}:${action}'`;
    });
    return `    ${it.name}) _arguments ${[...lines, "'--help[print this help]'", "'*:path:_files'"].join(' ')} ;;`;
  });
  const names = commands.map((it) => `'${it.name}:${quoted(it.summary)}'`);
  return `#compdef ${PROGRAM}
local -a commands
if (( CURRENT == 2 )); then
  commands=(${names.join(' ')})
  _describe command commands
else
  shift words
  (( CURRENT-- ))
  case $words[1] in
${cases.join('\n')}
  esac
fi
`;
}

function fish(commands: readonly Command[]): string {
  const lines = [`# fish completion for ${PROGRAM}`];
  for (const it of commands) {
    lines.push(`complete -c ${PROGRAM} -f -n __fish_use_subcommand -a ${it.name} -d '${fishQuoted(it.summary)}'`);
    for (const [name, { value, choices, help }] of optionsOf(it)) {
      const argument = value === undefined ? '' : choices === undefined ? ' -r' : ` -x -a '${choices.join(' ')}'`;
      const seen = `-n '__fish_seen_subcommand_from ${it.name}'`;
      lines.push(`complete -c ${PROGRAM} ${seen} -l ${name}${argument} -d '${fishQuoted(help)}'`);
    }
  }
  return `${lines.join('\n')}\n`;
}

/** Inside single quotes of a POSIX shell. */
function quoted(text: string): string {
  return text.replaceAll("'", "'\\''");
}

function fishQuoted(text: string): string {
  return text.replace(/[\\']/g, '\\$&');
}
