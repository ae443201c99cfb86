// One command of the command line: its name, options and arguments as data. Parsing, `--help` and every usage error are
// made from that data.

import { parseArgs } from 'node:util';
import { didYouMean, nearest } from '../base/suggest.ts';
import { wrapped } from './help-text.ts';
import { CLEAN, FAILED, fail, type Io } from './io.ts';

export interface Command {
  readonly name: string;
  /** What follows the name, once for each way to call it: `PATH… [options]`. */
  readonly usage: readonly string[];
  /** One line for the list of commands. */
  readonly summary: string;
  /** Paragraphs, not wrapped. */
  readonly about: readonly string[];
  readonly options: Options;
  /** When the command exits with 0, 1 and 2. */
  readonly exit: string;
  readonly help: string;
  run(args: readonly string[], io: Io): Promise<number>;
}

export interface Definition<O extends Options> extends Pick<Command, 'name' | 'usage' | 'summary'> {
  /** Paragraphs; wrapped when they are printed. */
  readonly about: readonly string[];
  readonly options: O;
  readonly positionals: Positionals;
  /** When the command exits with 0, 1 and 2. */
  readonly exit: string;
  /** What is wrong with values that are right one by one. */
  readonly conflicts?: (values: Values<O>, positionals: readonly string[]) => readonly string[];
  readonly run: (io: Io, values: Values<O>, positionals: readonly string[]) => Promise<number>;
}

export interface Positionals {
  /** What is missing when there are none; absent when none are needed. */
  readonly needs?: string;
  /** Any number when absent. */
  readonly most?: number;
}

export interface Option<T> {
  /** The placeholder of its value, such as `FORMAT`; absent for a flag. */
  readonly value?: string;
  readonly help: string;
  /** The only values, for help and completion. */
  readonly choices?: readonly string[];
  /** Reads every value given, in order; none when the option is absent. */
  readonly read: (given: readonly string[]) => T | Refused;
}

/** Why a value is not taken; the option's name goes before it. */
export interface Refused {
  readonly refused: string;
}

export type Options = Readonly<Record<string, Option<unknown>>>;

export type Values<O extends Options> = { readonly [Name in keyof O]: O[Name] extends Option<infer T> ? T : never };

const HELP_OPTION = '-h, --help';

export function command<O extends Options>(definition: Definition<O>): Command {
  const { name, usage, summary, about, options, exit } = definition;
  const help = helpOf(definition);
  return {
    name,
    usage,
    summary,
    about,
    options,
    exit,
    help,
    async run(args, io) {
      const words = readWords(args, options);
      if (words.help) {
        io.out(help);
        return CLEAN;
      }
      const { values, failures } = readValues(options, words.given);
      failures.unshift(...words.failures);
      failures.push(...countFailures(definition, words.positionals));
      if (failures.length === 0) failures.push(...(definition.conflicts?.(values, words.positionals) ?? []));
      if (failures.length === 0) return definition.run(io, values, words.positionals);
      return usageError(io, failures, name);
    },
  };
}

/** Every usage error ends here: what is wrong, where help is, exit status 2. */
export function usageError(io: Pick<Io, 'err'>, failures: readonly string[], name?: string): number {
  fail(io, { failures });
  io.err(`Try \`wit-language-server ${name === undefined ? '' : `${name} `}--help\`.\n`);
  return FAILED;
}

export function flag(help: string): Option<boolean> {
  return { help, read: (given) => given.length > 0 };
}

export function text(value: string, help: string): Option<string | undefined> {
  return { value, help, read: (given) => (given.at(-1)?.trim() === '' ? { refused: 'is empty' } : given.at(-1)) };
}

export function choice<T extends string>(
  value: string,
  choices: readonly T[],
  initial: NoInfer<T>,
  help: string,
): Option<T> {
  return {
    value,
    help,
    choices,
    read(given) {
      const last = given.at(-1) ?? initial;
      const found = choices.find((it) => it === last);
      return found ?? { refused: `must be ${alternatives(choices)}, not \`${last}\`` };
    },
  };
}

/** An optional choice. */
export function optionalChoice<T extends string>(
  value: string,
  choices: readonly T[],
  help: string,
): Option<T | undefined> {
  const [first] = choices;
  if (first === undefined) return { value, help, read: () => undefined };
  const { read } = choice<T>(value, choices, first, help);
  return { value, help, choices, read: (given) => (given.length === 0 ? undefined : read(given)) };
}

export function wholeNumber(
  value: string,
  least: number,
  help: string,
  most = Number.POSITIVE_INFINITY,
): Option<number | undefined> {
  return {
    value,
    help,
    read(given) {
      const last = given.at(-1);
      if (last === undefined) return undefined;
      const number = /^\d+$/.test(last) ? Number(last) : Number.NaN;
      const bounds = most === Number.POSITIVE_INFINITY ? `at least ${least}` : `${least} to ${most}`;
      return number >= least && number <= most
        ? number
        : { refused: `must be a whole number, ${bounds}, not \`${last}\`` };
    },
  };
}

/** An option that may be given several times; `readOne` reads each value. */
export function several<T>(value: string, help: string, readOne: (given: string) => T | Refused): Option<readonly T[]> {
  return {
    value,
    help,
    read(given) {
      const found: T[] = [];
      for (const word of given) {
        const one = readOne(word);
        if (isRefused(one)) return one;
        found.push(one);
      }
      return found;
    },
  };
}

function alternatives(choices: readonly string[]): string {
  const quoted = choices.map((it) => `\`${it}\``);
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`;
}

function isRefused(value: unknown): value is Refused {
  return typeof value === 'object' && value !== null && 'refused' in value;
}

interface Words {
  readonly help: boolean;
  readonly given: ReadonlyMap<string, readonly string[]>;
  readonly positionals: readonly string[];
  readonly failures: readonly string[];
}

function readWords(args: readonly string[], options: Options): Words {
  const types = Object.fromEntries(
    Object.entries(options).map(([name, { value }]) => [name, { type: typeOf(value), multiple: true }] as const),
  );
  const { tokens } = parseArgs({
    args: [...args],
    options: types,
    strict: false,
    tokens: true,
    allowPositionals: true,
  });
  const given = new Map<string, string[]>();
  const positionals: string[] = [];
  const failures: string[] = [];
  let help = false;
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    if (token.rawName === '--help' || token.rawName === '-h') help = true;
    else {
      const problem = wordProblem(token, options);
      if (problem !== undefined) failures.push(problem);
      else given.set(token.name, [...(given.get(token.name) ?? []), token.value ?? '']);
    }
  }
  return { help, given, positionals, failures };
}

function typeOf(value: string | undefined): 'string' | 'boolean' {
  return value === undefined ? 'boolean' : 'string';
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

function wordProblem({ name, rawName, value, inlineValue }: OptionToken, options: Options): string | undefined {
  const option = Object.hasOwn(options, name) && rawName.startsWith('--') ? options[name] : undefined;
  if (option === undefined) {
    const known = [...Object.keys(options), 'help'];
    return `unknown option \`${rawName}\`${didYouMean(nearest(name, known).map((it) => `--${it}`))}`;
  }
  if (option.value === undefined)
    return value === undefined ? undefined : `\`${rawName}\` takes no value, not \`${value}\``;
  if (value === undefined) return `\`${rawName}\` needs a value: ${rawName} ${option.value}`;
  // `--format --check` has forgotten the value; who means a word that begins with a dash writes it behind `=`.
  const isOption = inlineValue !== true && /^-./.test(value);
  return isOption ? `\`${rawName}\` needs a value: ${rawName}=${option.value}` : undefined;
}

function readValues<O extends Options>(
  options: O,
  given: ReadonlyMap<string, readonly string[]>,
): { readonly values: Values<O>; readonly failures: string[] } {
  const values: Record<string, unknown> = {};
  const failures: string[] = [];
  for (const [name, option] of Object.entries(options)) {
    const value = option.read(given.get(name) ?? []);
    if (isRefused(value)) failures.push(`\`--${name}\` ${value.refused}`);
    else values[name] = value;
  }
  return { values: values as Values<O>, failures };
}

function countFailures(
  {
    name,
    usage,
    positionals: { needs, most = Number.POSITIVE_INFINITY },
  }: Pick<Command, 'name' | 'usage'> & {
    readonly positionals: Positionals;
  },
  positionals: readonly string[],
): string[] {
  if (positionals.length > most)
    return [`unexpected argument \`${positionals[most] ?? ''}\`; usage: \`${name} ${usage[0] ?? ''}\``];
  return positionals.length === 0 && needs !== undefined ? [`\`${name}\` needs ${needs}`] : [];
}

function helpOf({ name, usage, about, options, exit }: Omit<Definition<Options>, 'conflicts' | 'run'>): string {
  const rows = Object.entries(options).map(([option, { value, help }]) => {
    return [value === undefined ? `--${option}` : `--${option} ${value}`, help] as const;
  });
  rows.push([HELP_OPTION, 'print this help']);
  return [
    usageLines(usage.map((it) => `${name} ${it}`)),
    ...about.map((paragraph) => wrapped(paragraph)),
    `Options:\n${table(rows)}`,
    wrapped(`Exit status: ${exit}`),
  ]
    .join('\n\n')
    .concat('\n');
}

export function usageLines(usages: readonly string[]): string {
  return usages.map((it, index) => `${index === 0 ? 'Usage:' : '      '} wit-language-server ${it}`).join('\n');
}

/** Two columns: what is written, and what it does. */
export function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length)) + 4;
  return rows.map(([left, right]) => wrapped(`  ${left}`.padEnd(width) + right, width)).join('\n');
}
