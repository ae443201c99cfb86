// The table of capabilities: what each interface lets a component do, with where that was read, and the functions that matter
// most. Versions are those whose WIT was read; a row holds for every version, since what an interface gives does not change.

type Rows = Readonly<Record<string, string>>;

export const CAPABILITIES: Readonly<Record<string, readonly [title: string, sentence: string]>> = {
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
  cache: ['caches', 'can read and fill caches of the host'],
  websocket: ['WebSockets', 'can open WebSocket connections'],
  calls: ['calls of other components', 'can call components elsewhere through the host'],
  platform: ['platform', 'can ask and steer the platform that runs it'],
  visitors: ['facts about visitors', 'can learn where visitors are and what they use'],
  identity: ['identity', 'can act under an identity that the host keeps'],
};

/** What a row is made of. */
export interface CapabilityRow {
  /** Ids, with spaces in between; empty: it gives nothing by itself. */
  readonly ids: string;
  /** Whose WIT was read, and in which version. */
  readonly source: string;
}

/** By package or interface, without version; an interface comes before its package. */
const IMPORT_ROWS: readonly (readonly [source: string, rows: Rows])[] = [
  [
    'WASI 0.2.12 and 0.3.0',
    {
      'wasi:io/error': '',
      'wasi:io/poll': '',
      'wasi:io/streams': '',
      'wasi:io': '',
      'wasi:clocks/monotonic-clock': 'clocks',
      'wasi:clocks/wall-clock': 'clocks',
      'wasi:clocks/system-clock': 'clocks',
      'wasi:clocks/timezone': 'clocks',
      'wasi:clocks': 'clocks',
      'wasi:filesystem/types': 'files',
      'wasi:filesystem/preopens': 'preopens',
      'wasi:filesystem': 'files',
      'wasi:random/random': 'random',
      'wasi:random/insecure': 'random',
      'wasi:random/insecure-seed': 'random',
      'wasi:random': 'random',
      'wasi:sockets/network': '',
      'wasi:sockets/instance-network': '',
      'wasi:sockets/tcp': 'tcp',
      'wasi:sockets/tcp-create-socket': 'tcp',
      'wasi:sockets/udp': 'udp',
      'wasi:sockets/udp-create-socket': 'udp',
      'wasi:sockets/types': 'tcp udp',
      'wasi:sockets/ip-name-lookup': 'name-lookup',
      'wasi:cli/environment': 'environment',
      'wasi:cli/exit': 'exit',
      'wasi:cli/stdin': 'stdio',
      'wasi:cli/stdout': 'stdio',
      'wasi:cli/stderr': 'stdio',
      'wasi:cli/run': 'command',
      'wasi:cli/terminal-input': 'terminal',
      'wasi:cli/terminal-output': 'terminal',
      'wasi:cli/terminal-stdin': 'terminal',
      'wasi:cli/terminal-stdout': 'terminal',
      'wasi:cli/terminal-stderr': 'terminal',
      'wasi:http/types': '',
      'wasi:http/outgoing-handler': 'http-outgoing',
      'wasi:http/incoming-handler': 'http-outgoing',
      'wasi:http/client': 'http-outgoing',
      'wasi:http/handler': 'http-outgoing',
    },
  ],
  [
    'WASI 0.2 release candidates of 2023',
    {
      'wasi:poll/poll': '',
      'wasi:http/service': 'http-outgoing',
    },
  ],
  [
    'wasi:config 0.2.0-rc.1',
    {
      'wasi:config': 'config',
      'wasi:runtime-config': 'config',
    },
  ],
  [
    'wasi:keyvalue 0.2.0-draft2',
    {
      'wasi:keyvalue': 'key-value',
      'wasi:keyvalue/cache': 'cache',
      'wasi:keyvalue/types': '',
      'wasi:keyvalue/wasi-keyvalue-error': '',
    },
  ],
  [
    'wasi:blobstore 0.2.0-draft',
    {
      'wasi:blobstore': 'blobs',
    },
  ],
  [
    'wasi:messaging 0.2.0-draft',
    {
      'wasi:messaging': 'messaging',
      'wasi:messaging/types': '',
    },
  ],
  [
    'wasi:logging 0.1.0-draft',
    {
      'wasi:logging': 'logging',
    },
  ],
  [
    'wasi:sql 0.2.0-draft',
    {
      'wasi:sql': 'sql',
      'wasi:sql-embed': 'sql',
    },
  ],
  [
    'wasi:tls 0.2.0-draft and 0.3.0-draft',
    {
      'wasi:tls/types': 'tls',
      'wasi:tls/client': 'tls',
      'wasi:tls': 'tls',
    },
  ],
  [
    'wasi:nn 0.2.0-rc-2024-10-28',
    {
      'wasi:nn/errors': '',
      'wasi:nn/tensor': '',
      'wasi:nn/graph': 'neural',
      'wasi:nn/inference': 'neural',
      'wasi:nn': 'neural',
    },
  ],
  [
    'wasi:otel 0.2.0-rc.2',
    {
      'wasi:otel/types': '',
      'wasi:otel': 'telemetry',
      'wasi:observe': 'telemetry',
    },
  ],
  [
    'wasi-gfx 0.0.1 to 0.3.0-rc.2',
    {
      'wasi:webgpu': 'gpu',
      'wasi:graphics-context': 'display',
      'wasi:surface': 'display',
      'wasi:frame-buffer': 'display',
      'wasi-gfx:graphics-context': 'display',
      'wasi-gfx:surface': 'display',
      'wasi-gfx:frame-buffer': 'display',
    },
  ],
  [
    'wasi:crypto 0.11.0',
    {
      'wasi:crypto': 'crypto',
    },
  ],
  [
    'WASI proposals, drafts of 2023 to 2025',
    {
      'wasi:distributed-lock-service': 'locks',
      'wasi:threads': 'threads',
      'wasi:i2c': 'hardware',
      'wasi:spi': 'hardware',
      'wasi:gpio': 'hardware',
      'wasi:usb': 'hardware',
      'wasi:digital-io': 'hardware',
      'component:usb': 'hardware',
      'wasi:identity': 'identity',
      'wasi:vault': 'secrets',
      'wasi:websockets': 'websocket',
    },
  ],
  [
    'Spin 2 (fermyon:spin 2.0.0)',
    {
      'fermyon:spin/key-value': 'key-value',
      'fermyon:spin/sqlite': 'sql',
      'fermyon:spin/mysql': 'sql',
      'fermyon:spin/postgres': 'sql',
      'fermyon:spin/rdbms-types': '',
      'fermyon:spin/redis': 'key-value',
      'fermyon:spin/redis-types': '',
      'fermyon:spin/mqtt': 'messaging',
      'fermyon:spin/llm': 'neural',
      'fermyon:spin/config': 'config',
      'fermyon:spin/variables': 'config',
      'fermyon:spin/http': 'http-outgoing',
      'fermyon:spin/http-types': '',
      'fermyon:spin/inbound-http': 'http-outgoing',
      'fermyon:spin/inbound-redis': 'messaging',
    },
  ],
  [
    'Spin 3 and 4 (spin:* 3.0.0 to 4.2.0)',
    {
      'spin:key-value': 'key-value',
      'spin:sqlite': 'sql',
      'spin:mysql': 'sql',
      'spin:postgres': 'sql',
      'spin:redis/redis': 'key-value',
      'spin:redis/inbound-redis': 'messaging',
      'spin:redis': 'key-value',
      'spin:mqtt': 'messaging',
      'spin:variables': 'config',
      'spin:llm': 'neural',
    },
  ],
  [
    'wasmCloud 1 and 2 (wasmcloud:* 0.1.0 to 2.1.0)',
    {
      'wasmcloud:secrets': 'secrets',
      'wasmcloud:blobstore': 'blobs',
      'wasmcloud:bus': 'calls',
      'wasmcloud:bridge': 'platform',
      'wasmcloud:host': 'platform',
      'wasmcloud:identity': 'identity',
      'wasmcloud:keyvalue': 'key-value',
      'wasmcloud:keyvalue/types': '',
      'wasmcloud:messaging': 'messaging',
      'wasmcloud:messaging/types': '',
      'wasmcloud:postgres': 'sql',
      'wasmcloud:postgres/types': '',
    },
  ],
  [
    'Golem 1.5 (golem:* 1.5.0)',
    {
      'golem:agent': 'calls',
      'golem:agent/common': '',
      'golem:api': 'platform',
      'golem:core/types': '',
      'golem:durability': 'platform',
      'golem:rdbms': 'sql',
      'golem:rdbms/types': '',
      'golem:rpc': 'calls',
      'golem:websocket': 'websocket',
      'golem:llm': 'neural',
      'golem:embed': 'neural',
      'golem:search': 'sql',
      'golem:graph': 'sql',
      'golem:vector': 'sql',
      'golem:video-generation': 'neural',
      'golem:stt': 'neural',
      'golem:tts': 'neural',
      'golem:web-search': 'http-outgoing',
      'golem:exec': 'platform',
    },
  ],
  [
    'Fastly Compute (fastly:compute 0.1.0)',
    {
      'fastly:compute/acl': 'config',
      'fastly:compute/async-io': '',
      'fastly:compute/backend': 'http-outgoing',
      'fastly:compute/cache': 'cache',
      'fastly:compute/compute-runtime': 'platform',
      'fastly:compute/config-store': 'config',
      'fastly:compute/device-detection': 'visitors',
      'fastly:compute/dictionary': 'config',
      'fastly:compute/erl': 'platform',
      'fastly:compute/geo': 'visitors',
      'fastly:compute/http-body': '',
      'fastly:compute/http-cache': 'cache',
      'fastly:compute/http-downstream': 'visitors',
      'fastly:compute/http-incoming': 'http-outgoing',
      'fastly:compute/http-req': 'http-outgoing',
      'fastly:compute/http-resp': '',
      'fastly:compute/http-types': '',
      'fastly:compute/image-optimizer': 'http-outgoing',
      'fastly:compute/kv-store': 'key-value',
      'fastly:compute/log': 'logging',
      'fastly:compute/purge': 'cache',
      'fastly:compute/secret-store': 'secrets',
      'fastly:compute/security': 'platform',
      'fastly:compute/shielding': 'platform',
      'fastly:compute/types': '',
      'fastly:adapter': 'http-outgoing',
    },
  ],
  [
    'Supabase Wrappers (supabase:wrappers 0.2.0)',
    {
      'supabase:wrappers/http': 'http-outgoing',
      'supabase:wrappers/jwt': 'crypto',
      'supabase:wrappers/stats': 'telemetry',
      'supabase:wrappers/time': 'clocks',
      'supabase:wrappers/types': '',
      'supabase:wrappers/utils': 'logging secrets',
      'supabase:wrappers/routines': 'sql',
    },
  ],
];

export const IMPORTS: ReadonlyMap<string, CapabilityRow> = new Map(
  IMPORT_ROWS.flatMap(([source, rows]) => Object.entries(rows).map(([path, ids]) => [path, { ids, source }] as const)),
);

/** What an exported interface makes of a component. */
export const EXPORTS: Rows = {
  'wasi:cli/run': 'command',
  'wasi:http/incoming-handler': 'http-incoming',
  'wasi:http/handler': 'http-incoming',
  'wasi:messaging/incoming-handler': 'messages-incoming',
  'wasi:messaging/messaging-guest': 'messages-incoming',
  'wasmcloud:messaging/handler': 'messages-incoming',
  'fermyon:spin/inbound-http': 'http-incoming',
  'fermyon:spin/inbound-redis': 'messages-incoming',
  'spin:redis/inbound-redis': 'messages-incoming',
  'fastly:compute/http-incoming': 'http-incoming',
};

/** The functions that matter, by interface, with what they do. Not every version has each. */
export const FUNCTIONS: Readonly<Record<string, Rows>> = {
  'wasi:filesystem/types': {
    'descriptor.open-at': 'opens files; `open-flags` and `descriptor-flags` say whether to create, read or write',
    'descriptor.read': 'reads',
    'descriptor.read-via-stream': 'reads',
    'descriptor.read-directory': 'lists a directory',
    'descriptor.write': 'writes',
    'descriptor.write-via-stream': 'writes',
    'descriptor.append-via-stream': 'writes at the end',
    'descriptor.set-size': 'shortens or lengthens',
    'descriptor.create-directory-at': 'creates directories',
    'descriptor.link-at': 'makes hard links',
    'descriptor.symlink-at': 'makes symbolic links',
    'descriptor.rename-at': 'renames',
    'descriptor.unlink-file-at': 'deletes files',
    'descriptor.remove-directory-at': 'deletes directories',
  },
  'wasi:filesystem/preopens': {
    'get-directories': 'gives the directories that the host has opened',
  },
  'wasi:sockets/tcp': {
    'tcp-socket.start-connect': 'connects',
    'tcp-socket.start-listen': 'listens',
  },
  'wasi:sockets/udp': {
    'udp-socket.start-bind': 'receives',
    'udp-socket.stream': 'sends and receives',
  },
  'wasi:sockets/types': {
    'tcp-socket.connect': 'connects',
    'tcp-socket.listen': 'listens',
    'udp-socket.bind': 'receives',
    'udp-socket.send': 'sends',
  },
  'wasi:sockets/ip-name-lookup': {
    'resolve-addresses': 'looks up host names',
  },
  'wasi:http/outgoing-handler': {
    handle: 'sends a request',
  },
  'wasi:http/client': {
    send: 'sends a request',
  },
  'wasi:http/handler': {
    handle: 'hands a request on',
  },
  'wasi:cli/environment': {
    'get-environment': 'reads environment variables',
    'get-arguments': 'reads arguments',
    'initial-cwd': 'reads the current directory',
    'get-initial-cwd': 'reads the current directory',
  },
  'wasi:cli/exit': {
    exit: 'ends the process',
    'exit-with-code': 'ends the process',
  },
  'wasi:keyvalue/store': {
    open: 'opens a store',
    'bucket.get': 'reads',
    'bucket.set': 'writes',
    'bucket.delete': 'deletes',
  },
  'wasi:blobstore/blobstore': {
    'create-container': 'creates containers',
    'delete-container': 'deletes containers',
  },
  'wasi:blobstore/container': {
    'container.get-data': 'reads',
    'container.write-data': 'writes',
    'container.delete-object': 'deletes',
  },
  'wasi:random/random': {
    'get-random-bytes': 'draws random bytes',
    'get-random-u64': 'draws random numbers',
  },
};
