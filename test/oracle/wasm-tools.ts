// The reference itself: wasm-tools as Wasm, out of `@bytecodealliance/jco-transpile` (wit-parser, wit-component and
// wasmparser 0.259), in this process. An instance that gave no verdict is replaced.

import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { DISK, type FileSource } from './files.ts';
import { listen, mount, type Shim } from './filesystem.ts';

export type Features = { readonly tag: 'list'; readonly val: readonly string[] } | { readonly tag: 'all' };

export interface EmbedOptions {
  readonly witPath?: string;
  readonly witSource?: string;
  readonly world?: string;
  readonly dummy?: boolean;
  readonly binary?: Uint8Array;
  readonly features?: Features;
}

export interface Tools {
  parse(wat: string): Uint8Array;
  print(binary: Uint8Array): string;
  componentNew(binary: Uint8Array, adapters?: readonly [string, Uint8Array][]): Uint8Array;
  componentWit(binary: Uint8Array): string;
  componentEmbed(options: EmbedOptions): Uint8Array;
}

/** `error`: what the reference says against it, with all its causes. `no-verdict`: the reference gave no answer. */
export type Answer<T> =
  | { readonly kind: 'value'; readonly value: T }
  | { readonly kind: 'error'; readonly message: string }
  | { readonly kind: 'no-verdict'; readonly message: string };

export class WasmTools {
  readonly #entry: string;
  #tools: Tools;
  #source: FileSource = DISK;
  #said = '';
  /** How many instances there were. */
  instances = 1;

  private constructor(entry: string, tools: Tools) {
    this.#entry = entry;
    this.#tools = tools;
  }

  static async load(): Promise<WasmTools> {
    const require = createRequire(import.meta.url);
    const jco = path.resolve(path.dirname(require.resolve('@bytecodealliance/jco-transpile')), '..');
    const beside = createRequire(path.join(jco, 'package.json'));
    const shim: Shim = {
      filesystem: await imported(beside.resolve('@bytecodealliance/preview2-shim/filesystem')),
      io: await imported(beside.resolve('@bytecodealliance/preview2-shim/io')),
      cli: await imported(beside.resolve('@bytecodealliance/preview2-shim/cli')),
    };
    const entry = path.join(jco, 'vendor', 'wasm-tools.js');
    const loaded: WasmTools[] = [];
    mount(shim, () => loaded[0]?.files ?? DISK);
    listen(shim, (text) => loaded[0]?.hear(text));
    const it = new WasmTools(entry, await instance(entry, 0));
    loaded.push(it);
    return it;
  }

  get files(): FileSource {
    return this.#source;
  }

  /** What `witPath` means from now on. */
  show(files: FileSource): void {
    this.#source = files;
  }

  hear(text: string): void {
    this.#said += text;
  }

  async ask<T>(question: (tools: Tools) => T): Promise<Answer<T>> {
    this.#said = '';
    try {
      return { kind: 'value', value: question(this.#tools) };
    } catch (error) {
      const message = payloadOf(error);
      if (message !== undefined) return { kind: 'error', message };
      this.#tools = await instance(this.#entry, this.instances++);
      return { kind: 'no-verdict', message: failureText(this.#said) ?? String(error) };
    }
  }
}

async function imported<T>(file: string, query = ''): Promise<T> {
  return (await import(`${pathToFileURL(file).href}${query}`)) as T;
}

/** A module is one instance; another query makes it another module. */
async function instance(entry: string, number: number): Promise<Tools> {
  const module: { tools: Tools; $init: Promise<void> } = await imported(
    entry,
    number === 0 ? '' : `?instance=${number}`,
  );
  await module.$init;
  return module.tools;
}

function payloadOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('payload' in error)) return undefined;
  return String(error.payload);
}

/** What the reference said instead of a verdict: where, and what. */
function failureText(said: string): string | undefined {
  const [, place, rest] = /panicked at \S*?([^/\s]+\/src\/\S+?):?\n([\s\S]*?)(?:\nstack backtrace|$)/.exec(said) ?? [];
  return place === undefined ? undefined : `${rest?.trim()} (${place})`;
}
