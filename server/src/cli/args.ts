// The words after a command's name: options, paths, and what is wrong with them.

import { parseArgs } from 'node:util';
import type { Failure } from './io.ts';

export const FORMATS = ['pretty', 'json', 'sarif', 'github'] as const;
export type Format = (typeof FORMATS)[number];

export interface CheckArguments {
  readonly paths: readonly string[];
  readonly format: Format;
  readonly features: readonly string[];
  readonly allFeatures: boolean;
  readonly resolve: 'toolchain' | 'workspace';
  readonly help: boolean;
}

export const RESOLVE = ['toolchain', 'workspace'] as const;

export function checkArguments(args: readonly string[]): CheckArguments | Failure {
  const parsed = parse(args);
  if (typeof parsed === 'string') return { failures: [parsed] };
  const { values, positionals } = parsed;
  const format = oneOf('--format', FORMATS, values.format ?? 'pretty');
  const resolve = oneOf('--resolve', RESOLVE, values.resolve ?? 'toolchain');
  const failures = [format, resolve].filter((it) => typeof it === 'object').map((it) => it.problem);
  if (positionals.length === 0 && values.help !== true)
    failures.push('`check` needs the path of a `.wit` file or of a directory, for example `wit`');
  if (failures.length > 0 || typeof format === 'object' || typeof resolve === 'object') return { failures };
  return {
    paths: positionals,
    format,
    resolve,
    features: featureList(values.features),
    allFeatures: values['all-features'] ?? false,
    help: values.help ?? false,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        format: { type: 'string' },
        features: { type: 'string', multiple: true },
        'all-features': { type: 'boolean' },
        resolve: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    return error instanceof Error ? firstSentence(error.message) : String(error);
  }
}

export function featureList(values: readonly string[] = []): string[] {
  return values.flatMap((list) => list.split(/[\s,]+/)).filter((name) => name !== '');
}

/** Node's message goes on about `--`, which helps only the few whose paths begin with a dash. */
export function firstSentence(message: string): string {
  const sentence = message.split(/\. |\.$/)[0] ?? message;
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}

export function oneOf<T extends string>(option: string, allowed: readonly T[], value: string): T | { problem: string } {
  const found = allowed.find((it) => it === value);
  return found ?? { problem: `${option} is one of ${allowed.join(', ')}, not \`${value}\`` };
}
