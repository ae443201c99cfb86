// Reading JSON and TOML of which nothing is known.

import { decodeUtf8 } from '../base/utf8.ts';

export type Table = Readonly<Record<string, unknown>>;

export function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function tableAt(table: unknown, name: string): Table | undefined {
  const value = isTable(table) && Object.hasOwn(table, name) ? table[name] : undefined;
  return isTable(value) ? value : undefined;
}

export function textAt(table: unknown, name: string): string | undefined {
  const value = isTable(table) && Object.hasOwn(table, name) ? table[name] : undefined;
  return typeof value === 'string' ? value : undefined;
}

export function listAt(table: unknown, name: string): readonly unknown[] | undefined {
  const value = isTable(table) && Object.hasOwn(table, name) ? table[name] : undefined;
  return Array.isArray(value) ? value : undefined;
}

export function textsIn(list: readonly unknown[] | undefined): string[] {
  return (list ?? []).filter((it) => typeof it === 'string');
}

/** Undefined for what is no JSON object. */
export function parseTable(bytes: Uint8Array): Table | undefined {
  try {
    const value: unknown = JSON.parse(decodeUtf8(bytes).text);
    return isTable(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
