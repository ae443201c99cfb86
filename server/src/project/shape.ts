// What a JSON value may be, as data: the strict reader of the project file and its JSON schema are both made from it.

import { getNodeValue, type Node } from 'jsonc-parser';
import { didYouMean, nearest } from '../base/suggest.ts';
import type { Span } from '../base/text.ts';

/** `about`: what the value does, for the schema. */
export type Shape = { readonly about: string } & (
  | { readonly kind: 'text'; readonly check?: Check; readonly pattern?: string }
  | { readonly kind: 'choice'; readonly values: readonly string[] }
  | { readonly kind: 'flag' }
  | { readonly kind: 'number'; readonly least: number; readonly most: number }
  | { readonly kind: 'list'; readonly of: Shape }
  | { readonly kind: 'object'; readonly keys: Keys; readonly required?: readonly string[] }
  | { readonly kind: 'map'; readonly names: Names; readonly of: Shape }
  /** Told apart by their JSON types. */
  | { readonly kind: 'either'; readonly of: readonly Shape[] }
);

export type Keys = Readonly<Record<string, Shape>>;

/** Why a text is not understood; undefined when it is. */
type Check = (value: string) => string | undefined;

/** What the keys of a map may be. */
interface Names {
  /** As the subject of a sentence: `the code`. */
  readonly what: string;
  readonly check: Check;
  /** The only ones, or a pattern of them: for the schema and for suggestions. */
  readonly values?: readonly string[];
  readonly pattern?: string;
}

export interface ShapeProblem {
  readonly code: 'project/unknown-key' | 'project/invalid-value';
  readonly message: string;
  readonly span: Span;
}

type JsonType = NonNullable<Node['type']>;

/** The value as far as it is sound; undefined when nothing of it is. What is not is passed to `report`. */
export function readShape(node: Node, shape: Shape, what: string, report: (it: ShapeProblem) => void): unknown {
  const wrong = (message: string, at: Node = node): undefined => {
    report({ code: 'project/invalid-value', message: `${what} ${message}`, span: spanOf(at) });
    return undefined;
  };
  const chosen = shape.kind === 'either' ? shape.of.find((it) => typeOf(it) === node.type) : shape;
  if (chosen === undefined || chosen.kind === 'either' || typeOf(chosen) !== node.type)
    return wrong(`must be ${typesOf(shape)}`);
  switch (chosen.kind) {
    case 'text': {
      const text: string = getNodeValue(node);
      const problem = text.trim() === '' ? 'must not be empty' : chosen.check?.(text);
      return problem === undefined ? text : wrong(problem);
    }
    case 'choice': {
      const text: string = getNodeValue(node);
      if (chosen.values.includes(text)) return text;
      return wrong(`must be ${listed(chosen.values)}, not \`${text}\`${didYouMean(nearest(text, chosen.values))}`);
    }
    case 'flag':
      return getNodeValue(node);
    case 'number': {
      const number: number = getNodeValue(node);
      const { least, most } = chosen;
      const isFine = Number.isInteger(number) && number >= least && number <= most;
      return isFine ? number : wrong(`must be a whole number from ${least} to ${most}, not ${number}`);
    }
    case 'list':
      return (node.children ?? []).flatMap((it, index) => {
        const value = readShape(it, chosen.of, `${what}, entry ${index + 1},`, report);
        return value === undefined ? [] : [value];
      });
    case 'object':
    case 'map':
      return readMembers(node, chosen, what, report);
  }
}

function readMembers(
  node: Node,
  shape: Shape & { readonly kind: 'object' | 'map' },
  what: string,
  report: (it: ShapeProblem) => void,
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  const seen = new Set<string>();
  for (const { children: [key, value] = [] } of node.children ?? []) {
    if (key === undefined || value === undefined) continue;
    const name: string = getNodeValue(key);
    const problem = seen.has(name) ? `${what} has \`${name}\` twice` : keyProblem(name, shape, what);
    seen.add(name);
    if (problem !== undefined) {
      report({ code: 'project/unknown-key', message: problem, span: spanOf(key) });
      continue;
    }
    const inner = shape.kind === 'map' ? shape.of : shape.keys[name];
    const read = inner === undefined ? undefined : readShape(value, inner, `\`${name}\``, report);
    if (read !== undefined) values[name] = read;
  }
  for (const name of shape.kind === 'object' ? (shape.required ?? []) : []) {
    if (!seen.has(name))
      report({ code: 'project/invalid-value', message: `${what} has no \`${name}\``, span: spanOf(node) });
  }
  return values;
}

function keyProblem(
  name: string,
  shape: Shape & { readonly kind: 'object' | 'map' },
  what: string,
): string | undefined {
  if (shape.kind === 'map') {
    const problem = shape.names.check(name);
    const near = problem === undefined ? [] : nearest(name, shape.names.values ?? []);
    return problem === undefined ? undefined : `${shape.names.what} \`${name}\` ${problem}${didYouMean(near)}`;
  }
  if (Object.hasOwn(shape.keys, name)) return undefined;
  const known = Object.keys(shape.keys);
  return `${what} has the unknown key \`${name}\`${didYouMean(nearest(name, known))}`;
}

export function spanOf({ offset, length }: Node): Span {
  return { start: offset, end: offset + length };
}

function typeOf(shape: Shape): JsonType | undefined {
  switch (shape.kind) {
    case 'text':
    case 'choice':
      return 'string';
    case 'flag':
      return 'boolean';
    case 'number':
      return 'number';
    case 'list':
      return 'array';
    case 'object':
    case 'map':
      return 'object';
    case 'either':
      return undefined;
  }
}

const WORDS: Partial<Record<JsonType, string>> = {
  string: 'a text',
  boolean: '`true` or `false`',
  number: 'a number',
  array: 'a list',
  object: 'an object',
};

function typesOf(shape: Shape): string {
  const all = shape.kind === 'either' ? shape.of : [shape];
  return all.map((it) => WORDS[typeOf(it) ?? 'null'] ?? '').join(' or ');
}

function listed(values: readonly string[]): string {
  const quoted = values.map((it) => `\`${it}\``);
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`;
}

/** The same as JSON Schema (draft 7). */
export function schemaOf(shape: Shape): object {
  const description = shape.about;
  switch (shape.kind) {
    case 'text':
      return { type: 'string', description, ...(shape.pattern === undefined ? {} : { pattern: shape.pattern }) };
    case 'choice':
      return { description, enum: shape.values };
    case 'flag':
      return { type: 'boolean', description };
    case 'number':
      return { type: 'integer', description, minimum: shape.least, maximum: shape.most };
    case 'list':
      return { type: 'array', description, items: schemaOf(shape.of) };
    case 'object': {
      const properties = Object.fromEntries(Object.entries(shape.keys).map(([key, it]) => [key, schemaOf(it)]));
      const required = shape.required === undefined ? {} : { required: shape.required };
      return { type: 'object', description, additionalProperties: false, ...required, properties };
    }
    case 'map': {
      const { values, pattern } = shape.names;
      const names = values === undefined ? (pattern === undefined ? {} : { pattern }) : { enum: values };
      return { type: 'object', description, propertyNames: names, additionalProperties: schemaOf(shape.of) };
    }
    case 'either':
      return { description, anyOf: shape.of.map(schemaOf) };
  }
}
