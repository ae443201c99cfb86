// What an interface lets a component reach in its host: a table from interfaces to capabilities, for the packages of WASI
// 0.2 and 0.3 and a few that everyone knows. Others grant what the host says they do.

import { itemPath, packageKey, unmarked } from '../model/names.ts';
import type { ElaboratedItem, Interface, World } from '../model/package.ts';

export interface Capability {
  readonly id: string;
  /** A word or two, for a list. */
  readonly title: string;
  /** What it means, as the end of a sentence about the component: `can open TCP connections`. */
  readonly sentence: string;
}

export interface Grant extends Capability {
  readonly direction: 'import' | 'export';
  /** Keys of the imports or exports that grant it. */
  readonly by: readonly string[];
}

/** What a person adds to the table: a package or an interface without a version, and what it grants. */
export type CustomCapabilities = Readonly<
  Record<string, string | { readonly title: string; readonly sentence: string }>
>;

const CAPABILITIES: Readonly<Record<string, readonly [title: string, sentence: string]>> = {
  files: ['files', 'can read and write files below the directories it is given'],
  preopens: ['preopened directories', 'starts with directories that the host has opened for it'],
  tcp: ['TCP', 'can open and accept TCP connections'],
  udp: ['UDP', 'can send and receive UDP datagrams'],
  'name-lookup': ['name lookup', 'can look up host names'],
  'http-outgoing': ['outgoing HTTP', 'can send HTTP requests'],
  'http-incoming': ['incoming HTTP', 'answers HTTP requests'],
  environment: ['environment', 'can read environment variables, arguments and the current directory'],
  exit: ['exit', 'can end its process'],
  stdio: ['standard streams', 'can read standard input and write to standard output and error'],
  terminal: ['terminal', 'can tell whether its standard streams are a terminal'],
  command: ['command', 'can be run as a command'],
  clocks: ['clocks', 'can read the time and wait'],
  random: ['randomness', 'can draw random numbers'],
  'key-value': ['key-value store', 'can read and write key-value stores'],
  blobs: ['blob store', 'can read and write stores of large objects'],
  messaging: ['messaging', 'can send messages through a broker'],
  'messages-incoming': ['incoming messages', 'handles messages of a broker'],
  config: ['configuration', 'can read the configuration that the host gives it'],
  sql: ['SQL', 'can query and change a database'],
  tls: ['TLS', 'can encrypt connections'],
  gpu: ['GPU', 'can compute and draw on the graphics processor'],
  display: ['display', 'can draw to a window and see its input events'],
  neural: ['neural networks', 'can load machine-learning models and run them'],
  crypto: ['cryptography', 'can use keys and ciphers of the host'],
  logging: ['logging', 'can write to the log of the host'],
  telemetry: ['telemetry', 'can report traces, metrics and logs'],
  secrets: ['secrets', 'can read secrets that the host keeps'],
  locks: ['distributed locks', 'can take locks that others see'],
  threads: ['threads', 'can start threads'],
  hardware: ['hardware', 'can drive devices of the machine'],
};

type Rows = Readonly<Record<string, string>>;

/** By package or interface, without version; an empty name: it grants nothing by itself. */
const IMPORTS: Rows = {
  'wasi:io': '',
  'wasi:filesystem': 'files',
  'wasi:filesystem/preopens': 'preopens',
  'wasi:sockets/network': '',
  'wasi:sockets/instance-network': '',
  'wasi:sockets/tcp': 'tcp',
  'wasi:sockets/tcp-create-socket': 'tcp',
  'wasi:sockets/udp': 'udp',
  'wasi:sockets/udp-create-socket': 'udp',
  'wasi:sockets/types': 'tcp udp',
  'wasi:sockets/ip-name-lookup': 'name-lookup',
  'wasi:http/types': '',
  'wasi:http/outgoing-handler': 'http-outgoing',
  'wasi:http/client': 'http-outgoing',
  'wasi:http/handler': 'http-outgoing',
  'wasi:cli/environment': 'environment',
  'wasi:cli/exit': 'exit',
  'wasi:cli/stdin': 'stdio',
  'wasi:cli/stdout': 'stdio',
  'wasi:cli/stderr': 'stdio',
  'wasi:cli/terminal-input': 'terminal',
  'wasi:cli/terminal-output': 'terminal',
  'wasi:cli/terminal-stdin': 'terminal',
  'wasi:cli/terminal-stdout': 'terminal',
  'wasi:cli/terminal-stderr': 'terminal',
  'wasi:clocks': 'clocks',
  'wasi:random': 'random',
  'wasi:keyvalue': 'key-value',
  'wasi:blobstore': 'blobs',
  'wasi:messaging': 'messaging',
  'wasi:config': 'config',
  'wasi:runtime-config': 'config',
  'wasi:sql': 'sql',
  'wasi:sql-embed': 'sql',
  'wasi:tls': 'tls',
  'wasi:webgpu': 'gpu',
  'wasi:graphics-context': 'display',
  'wasi:surface': 'display',
  'wasi:frame-buffer': 'display',
  'wasi-gfx:graphics-context': 'display',
  'wasi-gfx:surface': 'display',
  'wasi-gfx:frame-buffer': 'display',
  'wasi:nn': 'neural',
  'wasi:crypto': 'crypto',
  'wasi:logging': 'logging',
  'wasi:observe': 'telemetry',
  'wasi:otel': 'telemetry',
  'wasi:distributed-lock-service': 'locks',
  'wasi:threads': 'threads',
  'wasi:i2c': 'hardware',
  'wasi:spi': 'hardware',
  'wasi:gpio': 'hardware',
  'wasi:usb': 'hardware',
  'wasi:digital-io': 'hardware',
  'component:usb': 'hardware',
  'fermyon:spin/key-value': 'key-value',
  'fermyon:spin/sqlite': 'sql',
  'fermyon:spin/mysql': 'sql',
  'fermyon:spin/postgres': 'sql',
  'fermyon:spin/redis': 'key-value',
  'fermyon:spin/mqtt': 'messaging',
  'fermyon:spin/llm': 'neural',
  'fermyon:spin/variables': 'config',
  'fermyon:spin/http': 'http-outgoing',
  'wasmcloud:secrets': 'secrets',
};

const EXPORTS: Rows = {
  'wasi:cli/run': 'command',
  'wasi:http/incoming-handler': 'http-incoming',
  'wasi:http/handler': 'http-incoming',
  'wasi:messaging/incoming-handler': 'messages-incoming',
  'wasi:messaging/messaging-guest': 'messages-incoming',
};

/**
 * What is not known of a world because a path in it leads nowhere: `incomplete: wasi:filesystem/types not found`. Undefined
 * when all is known.
 */
export function incompleteNote(world: World): string | undefined {
  const paths = [...new Set(world.unresolved?.map((it) => it.path))];
  return paths.length === 0 ? undefined : `incomplete: ${paths.join(', ')} not found`;
}

/** What a world lets its component do, in the order of its imports and exports. */
export function grantsOf(world: World, custom: CustomCapabilities = {}): readonly Grant[] {
  const found = new Map<string, { readonly grant: Grant; readonly by: string[] }>();
  for (const [direction, items] of [
    ['import', world.imports],
    ['export', world.exports],
  ] as const) {
    for (const item of items.values()) {
      for (const capability of capabilitiesOf(item, direction, custom)) {
        const key = `${direction} ${capability.id}`;
        const known = found.get(key);
        if (known !== undefined) known.by.push(item.key);
        else {
          const by = [item.key];
          found.set(key, { by, grant: { ...capability, direction, by } });
        }
      }
    }
  }
  return [...found.values()].map((it) => it.grant);
}

/** What one import or export grants. */
export function capabilitiesOf(
  item: ElaboratedItem,
  direction: 'import' | 'export',
  custom: CustomCapabilities = {},
): readonly Capability[] {
  if (item.item.kind === 'type') return [];
  // A property is one thing that the host provides.
  if (item.item.kind === 'func') return direction === 'import' ? [hostDefined(unmarked(item.key))] : [];
  const target = item.item.interface;
  if (target === undefined || !hasPower(target)) return [];
  // An interface that is written in the world has no package: it is what the host makes of it, like a function.
  if (target.name === undefined) return direction === 'import' ? [hostDefined(item.key)] : [];
  const { namespace, name } = target.package;
  const id = { namespace, name };
  const paths = [itemPath(id, target.name), packageKey(id)];
  for (const path of paths) {
    const added = direction === 'import' ? custom[path] : undefined;
    if (typeof added === 'string') return [{ id: path, title: path, sentence: added }];
    if (added !== undefined) return [{ id: path, ...added }];
    const ids = (direction === 'import' ? IMPORTS : EXPORTS)[path];
    if (ids !== undefined) return ids.split(' ').flatMap(known);
  }
  if (direction === 'export') return [];
  return [hostDefined(packageKey(id))];
}

/** What no table knows: the host decides what it does. */
function hostDefined(key: string): Capability {
  return {
    id: `host ${key}`,
    title: `host-defined: ${key}`,
    sentence: `can do what the host provides as \`${key}\` (host-defined)`,
  };
}

function known(id: string): Capability[] {
  const row = CAPABILITIES[id];
  return row === undefined ? [] : [{ id, title: row[0], sentence: row[1] }];
}

/** Types alone reach nothing. */
function hasPower(it: Interface): boolean {
  for (const func of it.funcs.values()) if (func.active) return true;
  for (const def of it.types.values()) if (def.active && def.def.kind === 'resource') return true;
  return false;
}
