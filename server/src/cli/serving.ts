// The options that start the language server, and what is wrong with them.

export const SERVING_HELP: readonly (readonly [string, string])[] = [
  ['--stdio', 'speak over standard input and output'],
  ['--node-ipc', 'speak over the channel of a parent Node process'],
  ['--socket=PORT', 'speak over a connection to a local port'],
  ['--pipe=NAME', 'speak over a named pipe or a local socket'],
];

const SERVING = /^--(stdio|node-ipc|socket|pipe)(?:=(.*))?$/;
const LAST_PORT = 65535;

export type Transport =
  | { readonly kind: 'stdio' | 'node-ipc' }
  | { readonly kind: 'socket' | 'pipe'; readonly to: string };

/** What the language server is to speak over; undefined when the arguments are a command's. */
export function transportOf(args: readonly string[]): Transport | undefined {
  for (const [index, arg] of args.entries()) {
    const [, kind, inline] = SERVING.exec(arg) ?? [];
    if (kind === 'stdio' || kind === 'node-ipc') return { kind };
    if (kind === 'socket' || kind === 'pipe') return { kind, to: inline ?? args[index + 1] ?? '' };
  }
  return undefined;
}

/** Why nothing can be served over it, before a connection is tried. */
export function transportProblem(transport: Transport, hasChannel: boolean): string | undefined {
  switch (transport.kind) {
    case 'stdio':
      return undefined;
    case 'node-ipc':
      return hasChannel ? undefined : '`--node-ipc` needs a parent Node process with a channel';
    case 'pipe':
      return transport.to === '' ? '`--pipe` needs a value: --pipe=NAME' : undefined;
    case 'socket': {
      const { to } = transport;
      if (to === '') return '`--socket` needs a value: --socket=PORT';
      const isPort = /^\d+$/.test(to) && Number(to) >= 1 && Number(to) <= LAST_PORT;
      return isPort ? undefined : `\`--socket\` must be a port from 1 to ${LAST_PORT}, not \`${to}\``;
    }
  }
}
