// What the protocol says messages look like, asked of the TypeScript compiler: every message is written as a literal of the
// type that its method has in `vscode-languageserver`, so that a field too many or too few is a type error.
// (The package ships the schema of the LSP 3.18 metamodel, but not the metamodel; its types are generated from it.)

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as protocol from 'vscode-languageserver';

const MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url));

/** Something the server said: the parameters of its own message, or its answer to a request. */
export interface Said {
  readonly method: string;
  readonly part: 'params' | 'result';
  readonly value: unknown;
}

const PRELUDE = `
import type * as P from 'vscode-languageserver';
type Params<T> = T extends P.ProtocolRequestType<infer Q, any, any, any, any> ? Q : T extends P.ProtocolNotificationType<infer Q, any> ? Q : T extends P.ProtocolRequestType0<any, any, any, any> | P.ProtocolNotificationType0<any> ? undefined : never;
type Result<T> = T extends P.ProtocolRequestType<any, infer R, any, any, any> ? R : T extends P.ProtocolRequestType0<infer R, any, any, any> ? R : never;
// Without the doors that are left open for properties of one's own.
type Initialized = { capabilities: P.ServerCapabilities<never>; serverInfo?: P.ServerInfo };
`;

/** The names under which the library has the methods of the protocol. */
const NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries(protocol).flatMap(([name, value]) => {
    const method = (value as { readonly type?: { readonly method?: unknown } }).type?.method;
    // Registrations share methods with requests, and say nothing about messages.
    return typeof method === 'string' && !name.endsWith('RegistrationType') ? [[method, name] as const] : [];
  }),
);

export function isProtocol(method: string): boolean {
  return NAMES.has(method);
}

/** What is not as the protocol says, a line each. */
export function typeErrors(messages: readonly Said[]): string[] {
  const prelude = PRELUDE.split('\n').length;
  const lines = [...new Map(messages.map((it) => [JSON.stringify(it), it])).values()];
  const text = lines.map(({ method, part, value }, index) => {
    const own = part === 'params' ? 'Params' : 'Result';
    const type = method === 'initialize' ? 'Initialized' : `${own}<typeof P.${NAMES.get(method)}.type>`;
    return `export const _${index}: ${type} = ${JSON.stringify(value)};`;
  });
  const place = mkdtempSync(path.join(tmpdir(), 'wit-metamodel-'));
  try {
    symlinkSync(MODULES, path.join(place, 'node_modules'));
    writeFileSync(path.join(place, 'said.ts'), [...PRELUDE.split('\n'), ...text].join('\n'));
    const options =
      '--noEmit --strict --skipLibCheck --pretty false --module esnext --moduleResolution bundler --types node';
    execFileSync(path.join(MODULES, '.bin/tsc'), [...options.split(' '), 'said.ts'], { cwd: place, encoding: 'utf8' });
    return [];
  } catch (error) {
    const { stdout } = error as { readonly stdout?: unknown };
    if (typeof stdout !== 'string') throw error;
    return stdout
      .split('\n')
      .filter((it) => it !== '')
      .map((it) =>
        it.replace(/^said\.ts\((\d+),\d+\)/, (_, line) => {
          const said = lines[Number(line) - prelude - 1];
          return said === undefined
            ? `said.ts:${line}`
            : `${said.part} of ${said.method} ${JSON.stringify(said.value).slice(0, 400)}`;
        }),
      );
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}
