// The reference, for worlds: the Wasm of wasm-tools that `@bytecodealliance/jco-transpile` brings, with what it says of a
// world after encoding a component that has nothing but that world's imports and exports.

import { pathToFileURL } from 'node:url';

interface Tools {
  componentEmbed(options: {
    witPath?: string;
    witSource?: string;
    dummy: boolean;
    world?: string;
    features: { tag: 'all' } | { tag: 'list'; val: string[] };
  }): Uint8Array;
  componentNew(binary: Uint8Array, adapters?: [string, Uint8Array][]): Uint8Array;
  componentWit(binary: Uint8Array): string;
  parse(text: string): Uint8Array;
  print(binary: Uint8Array): string;
}

export type Answer<T> = { readonly value: T } | { readonly problem: string; readonly failed: boolean };

/** From where tests and benchmarks are run: a bundle lies elsewhere. */
const modules = new URL('node_modules/@bytecodealliance/', pathToFileURL(`${process.cwd()}/`));
let tools: Tools | undefined;
let instances = 0;

/** An instance that gave no verdict is replaced before the next call. */
async function instance(): Promise<Tools> {
  if (tools !== undefined) return tools;
  const files = await import(/* @vite-ignore */ new URL('preview2-shim/dist/nodejs/filesystem.js', modules).href);
  files._setPreopens({ '/': '/' });
  const url = new URL(`jco-transpile/vendor/wasm-tools.js?n=${instances++}`, modules).href;
  const module = await import(/* @vite-ignore */ url);
  await module.$init;
  tools = module.tools as Tools;
  return tools;
}

async function ask<T>(work: (tools: Tools) => T): Promise<Answer<T>> {
  const it = await instance();
  try {
    return { value: work(it) };
  } catch (error) {
    const payload = typeof error === 'object' && error !== null && 'payload' in error ? error.payload : undefined;
    if (payload === undefined) tools = undefined;
    return { problem: String(payload ?? error), failed: payload === undefined };
  }
}

/** A component with the imports and exports of a world, and nothing in it. */
export function dummy(source: { witPath: string } | { witSource: string }, world: string): Promise<Answer<Uint8Array>> {
  return ask((it) => it.componentNew(it.componentEmbed({ ...source, dummy: true, world, features: { tag: 'all' } })));
}

/** What the reference prints of such a component: the world, without what the component does not need. */
export async function printedWorld(
  source: { witPath: string } | { witSource: string },
  world: string,
): Promise<Answer<string>> {
  const component = await dummy(source, world);
  return 'value' in component ? printedComponent(component.value) : component;
}

export function parseWat(wat: string): Promise<Answer<Uint8Array>> {
  return ask((it) => it.parse(wat));
}

/** Validates a component and prints its world. */
export function printedComponent(component: Uint8Array): Promise<Answer<string>> {
  return ask((it) => it.componentWit(component));
}

export function textOf(component: Uint8Array): Promise<Answer<string>> {
  return ask((it) => it.print(component));
}
