// A registry that scripts/registry-test.sh has started, a user of it, and components by componentize-js.

import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeNetwork } from '../../server/src/hosts/network.ts';
import { nodeHost, pathToUri } from '../../server/src/hosts/node.ts';
import { diskStore } from '../../server/src/hosts/registry-store.ts';
import { isRegistryFailure } from '../../server/src/registry/failure.ts';
import { Registry } from '../../server/src/registry/registry.ts';
import { tool } from '../support/tools.ts';

const WORK = process.env.WIT_REGISTRY_WORK ?? '';
const SERVER = fileURLToPath(new URL('../../dist/server.js', import.meta.url));

export const log = (version: string, cases = 'a, b', more = ''): string =>
  `package acme:log@${version};\n\n/// Lines.\ninterface api {\n  /// Levels.\n  enum level { ${cases} }\n  log: func(l: level, text: string);\n${more}}\n\nworld app {\n  import api;\n}\n`;
/** Every construct, in every place where the reference puts an empty line or none. */
export const RICH = `package acme:rich@0.1.0;

/// Docs of it.
interface api {
  /// A
  enum level { a, b }
  type t = u8;
  resource r { constructor(); a: func(); /// doc
  b: static func(); }
  resource empty;
  record rec { a: u8, /// f
  b: string }
  variant v { a(u8), b }
  flags f { x, y }
  log: func(l: level);
  /// Doc {
  /// more
  flush: func();
  @since(version = 0.1.0)
  other: func();
}
interface only { a: func(); b: func(); }
interface uses { use api.{t, level}; use only2.{q}; type z = t; type zz = q; a: func(); b: func(x: level); }
interface only2 { type q = u8; }
interface none {}
interface uses-only { use api.{t}; use only2.{q as qq}; f: func(a: t) -> qq; }
world w { import api; import only; import x: func(); import y: func(); export z: func(); export q: interface { a: func(); b: func(); type u = u8; } export only2; type k = u8; record kk { a: k } }
world v { import only; use api.{t}; use only2.{q}; import i: interface { a: func(); b: func(); } import f: func(a: t) -> q; export g: func() -> t; export h: func(); }
world e {}
/// Docs.
world o { export only; }
world ty { type a = u8; export b: func() -> a; }
world us { use api.{t}; export b: func() -> t; }
world us2 { use api.{t}; type a = t; import b: func() -> a; }
`;
export const METADATA = '[metadata]\ndescription = "A package"\nlicenses = "Apache-2.0"\n';

interface Answer {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

export function execute(
  program: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Answer {
  try {
    const options = {
      cwd,
      env: { ...process.env, ...env },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    } as const;
    return { status: 0, out: execFileSync(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] }), err: '' };
  } catch (error) {
    const { status, stdout, stderr } = error as { status?: number; stdout?: string; stderr?: string };
    return { status: status ?? -1, out: stdout ?? '', err: stderr ?? '' };
  }
}

/** A component by componentize-js. */
export async function fromJavaScript(world: string, wit: string, js: string): Promise<Uint8Array> {
  const folder = path.join(WORK, `js-${world}`);
  mkdirSync(folder, { recursive: true });
  const nested = log('0.1.0').replace(/;\n/, ' {\n');
  writeFileSync(path.join(folder, 'it.js'), js);
  writeFileSync(path.join(folder, 'it.wit'), `${wit}${nested}}\n`);
  const script = fileURLToPath(new URL('../../scripts/componentize.mjs', import.meta.url));
  await new Promise<void>((resolve, reject) => {
    execFile(process.execPath, [script, 'it.js', 'it.wit', world, 'it.wasm'], { cwd: folder }, (error, _, err) =>
      error === null ? resolve() : reject(new Error(`componentize-js: ${err}`)),
    );
  });
  return readFileSync(path.join(folder, 'it.wasm'));
}

/** One registry, and a user of it. */
export class Scene {
  readonly host: string;
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
  readonly #password: boolean;

  constructor(name: string, host: string, password: boolean) {
    this.host = host;
    this.#password = password;
    this.home = path.join(WORK, `user-${name}`);
    mkdirSync(path.join(this.home, 'docker'), { recursive: true });
    const auths = password ? { [host]: { auth: Buffer.from('jane:pä:ss').toString('base64') } } : {};
    writeFileSync(path.join(this.home, 'docker/config.json'), JSON.stringify({ auths }));
    writeFileSync(
      path.join(this.home, 'config.toml'),
      `[namespace_registries]\nacme = "${host}"\n[registry."${host}".oci]\nprotocol = "http"\n`,
    );
    this.env = {
      WKG_CONFIG_FILE: path.join(this.home, 'config.toml'),
      WKG_CACHE_DIR: path.join(this.home, 'wkg-cache'),
      DOCKER_CONFIG: path.join(this.home, 'docker'),
      XDG_CACHE_HOME: path.join(this.home, 'cache'),
    };
  }

  folder(name: string, files: Readonly<Record<string, string | Uint8Array>>): string {
    const folder = path.join(this.home, name);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const [file, content] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), content);
    }
    return folder;
  }

  wkg(cwd: string, ...args: string[]): Answer {
    return execute(tool('wkg') ?? 'wkg', args, cwd, this.env);
  }

  ours(cwd: string, ...args: string[]): Answer {
    return execute(process.execPath, [SERVER, ...args], cwd, this.env);
  }

  publish(name: string, text: string): void {
    const folder = this.folder(name, { 'wit/main.wit': text, 'wkg.toml': METADATA });
    const fetched = this.wkg(folder, 'fetch');
    if (fetched.status !== 0) throw new Error(`wkg fetch of ${name}: ${fetched.err}`);
    const { status, err } = this.wkg(folder, 'publish', '--skip-semver-check', 'wit');
    if (status !== 0) throw new Error(`wkg publish of ${name}: ${err}`);
  }

  push(name: string, bytes: Uint8Array): void {
    const folder = this.folder(name.replace(/\W/g, '-'), { 'c.wasm': bytes });
    const who = this.#password ? ['-u', 'jane', '-p', 'pä:ss'] : [];
    const { status, err } = this.wkg(
      folder,
      'oci',
      'push',
      '--insecure',
      this.host,
      ...who,
      `${this.host}/${name}`,
      'c.wasm',
    );
    if (status !== 0) throw new Error(`wkg oci push of ${name}: ${err}`);
  }

  async registry(): Promise<Registry> {
    const network = {
      ...nodeNetwork(pathToUri),
      env: this.env,
      store: diskStore(path.join(this.home, 'store')),
    };
    const registry = await Registry.open({ ...nodeHost(), network }, { offline: false });
    if (isRegistryFailure(registry)) throw new Error(registry.message);
    return registry;
  }
}
