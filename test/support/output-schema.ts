// The published shapes of what commands print with `--format json` (schemas/): every test that runs one holds it to its schema.

import { existsSync, readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import { expect } from 'vitest';

const schemas = new Map<string, ValidateFunction | undefined>();

function schemaOf(name: string): ValidateFunction | undefined {
  if (!schemas.has(name)) {
    const file = new URL(`../../schemas/${name}.schema.json`, import.meta.url);
    const schema = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
    schemas.set(name, schema === undefined ? undefined : new Ajv({ allErrors: true }).compile(schema));
  }
  return schemas.get(name);
}

/** The name of the schema for what these arguments print; undefined where it is not JSON. */
export function schemaName(args: readonly string[]): string | undefined {
  const at = args.indexOf('--format');
  if (!args.includes('--format=json') && (at < 0 || args[at + 1] !== 'json')) return undefined;
  const [command = ''] = args;
  // A report of findings has one shape.
  if (command === 'publish-check') return 'check';
  return command === 'breaking' && args.some((it) => it === '--as' || it.startsWith('--as=')) ? 'breaking-as' : command;
}

/** Nothing is printed by a command that could not work, or that prints its help. */
export function followsSchema(args: readonly string[], out: string): void {
  const name = schemaName(args);
  if (name === undefined || out === '' || args.includes('--help') || args.includes('-h')) return;
  const schema = schemaOf(name);
  expect(schema, `schemas/${name}.schema.json`).toBeDefined();
  if (schema === undefined) return;
  const holds = schema(JSON.parse(out));
  expect(holds, JSON.stringify(schema.errors?.slice(0, 5), undefined, 1)).toBe(true);
}
