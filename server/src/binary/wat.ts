// A WIT package in WebAssembly text, as its bytes: types, imports, exports, aliases and custom sections of a component
// (component-model `Binary.md`). Code cannot be assembled: a package has none.

import { GENERICS, isGeneric } from '../syntax/builtins.ts';
import { type Expression, readExpressions } from './s-expressions.ts';
import { GENERIC_CODES, PRIMITIVE_CODES } from './type-codes.ts';

/** The bytes of a component, or what keeps it from being read. */
export function assemble(text: string): Uint8Array | { readonly fault: string } {
  const top = readExpressions(text);
  if (top === undefined) return { fault: 'the text is broken' };
  const [only, ...others] = top;
  const component = only === undefined ? undefined : formOf(only);
  if (component?.word !== 'component' || others.length > 0)
    return { fault: `it is no component${component === undefined ? '' : `, but \`${component.word}\``}` };
  const assembler = new Assembler();
  const bytes = assembler.component(component.rest);
  return assembler.fault === undefined ? Uint8Array.from(bytes) : { fault: assembler.fault };
}

/** `(word rest…)` */
interface Form {
  readonly word: string;
  readonly rest: readonly Expression[];
}

function formOf(expression: Expression): Form | undefined {
  if (expression.kind !== 'list') return undefined;
  const [first, ...rest] = expression.items;
  return first?.kind === 'word' ? { word: first.text, rest } : undefined;
}

type Space = 'type' | 'instance' | 'func' | 'component';

/** Names of one scope, and how many numbers are taken. */
class Names {
  readonly parent: Names | undefined;
  readonly #counts: Record<Space, number> = { type: 0, instance: 0, func: 0, component: 0 };
  readonly #known: Record<Space, Map<string, number>> = {
    type: new Map(),
    instance: new Map(),
    func: new Map(),
    component: new Map(),
  };

  constructor(parent: Names | undefined) {
    this.parent = parent;
  }

  add(space: Space, id: string | undefined): number {
    const index = this.#counts[space]++;
    if (id !== undefined) this.#known[space].set(id, index);
    return index;
  }

  find(space: Space, word: string): number | undefined {
    return word.startsWith('$') ? this.#known[space].get(word) : /^[0-9]+$/.test(word) ? Number(word) : undefined;
  }
}

const DEEPEST = 64;
const SECTIONS = { type: 7, alias: 6, import: 10, export: 11 } as const;
const DECLARATIONS = { type: 1, alias: 2, import: 3, export: 4 } as const;
const SORTS: Readonly<Record<Space, number>> = { func: 1, type: 3, component: 4, instance: 5 };
type Kind = keyof typeof SECTIONS;

class Assembler {
  fault: string | undefined;
  #depth = 0;

  component(fields: readonly Expression[]): number[] {
    const bytes = [0x00, 0x61, 0x73, 0x6d, 0x0d, 0x00, 0x01, 0x00];
    const names = new Names(undefined);
    const section = (id: number, content: readonly number[]): unknown =>
      pushAll(bytes, [id], unsigned(content.length), content);
    for (const field of withoutId(fields)) {
      const form = formOf(field);
      if (form?.word === '@custom') {
        const [name, data] = form.rest.filter((it) => it.kind === 'string');
        if (name !== undefined && data !== undefined) section(0, [...lengthed(name.bytes), ...data.bytes]);
      } else if (form?.word.startsWith('@') !== true) {
        const put = (kind: Kind, content: readonly number[]): unknown => section(SECTIONS[kind], [1, ...content]);
        this.#field(field, names, put, true);
      }
    }
    return bytes;
  }

  /** A declaration; what it needs before it is put first. `isTop`: of the component itself, which exports by number. */
  #field(
    field: Expression,
    names: Names,
    put: (kind: Kind, content: readonly number[]) => unknown,
    isTop: boolean,
  ): void {
    const form = formOf(field);
    const type = (content: readonly number[], id?: string): number => {
      put('type', content);
      return names.add('type', id);
    };
    switch (form?.word) {
      case 'type': {
        const { id, rest } = identified(form.rest);
        const content = this.#type(rest[0], names, type);
        type(content, id);
        break;
      }
      case 'alias':
        this.#alias(form.rest, names, put);
        break;
      case 'import':
        this.#extern('import', form.rest, names, put, type);
        break;
      case 'export':
        if (isTop) this.#export(form.rest, names, put);
        else this.#extern('export', form.rest, names, put, type);
        break;
      default:
        this.#unknown(`\`${form?.word ?? 'something'}\` in a component`);
    }
  }

  #alias(rest: readonly Expression[], names: Names, put: (kind: Kind, content: readonly number[]) => unknown): void {
    const [mark, first, second, target] = rest;
    const form = target === undefined ? undefined : formOf(target);
    if (form === undefined || !isSpace(form.word)) return this.#unknown('an alias');
    const sort = form.word;
    if (wordOf(mark) === 'export' && second?.kind === 'string') {
      const instance = this.#number(names, 'instance', first);
      put('alias', [SORTS[sort], 0, ...unsigned(instance), ...lengthed(second.bytes)]);
    } else if (wordOf(mark) === 'outer') {
      const count = Number(wordOf(first));
      let outer: Names | undefined = names;
      for (let step = 0; step < count && outer !== undefined; step++) outer = outer.parent;
      if (outer === undefined || !Number.isInteger(count)) return this.#unknown('an alias of an outer scope');
      put('alias', [SORTS[sort], 2, ...unsigned(count), ...unsigned(this.#number(outer, sort, second))]);
    } else return this.#unknown('an alias');
    names.add(sort, identified(form.rest).id);
  }

  /** `"name" (implements …)? (external-id …)?`, and what follows. */
  #name(rest: readonly Expression[]): { readonly bytes: readonly number[]; readonly rest: readonly Expression[] } {
    const [name, ...others] = rest;
    if (name?.kind !== 'string') {
      this.#unknown('a name');
      return { bytes: [], rest: [] };
    }
    const options: number[][] = [];
    let at = 0;
    for (; at < others.length; at++) {
      const other = others[at];
      const form = other === undefined ? undefined : formOf(other);
      const code = form === undefined ? -1 : NAME_OPTIONS.indexOf(form.word);
      const [value] = form?.rest ?? [];
      if (code < 0 || value?.kind !== 'string') break;
      options.push([code, ...lengthed(value.bytes)]);
    }
    const extra = options.length === 0 ? [] : [...unsigned(options.length), ...options.flat()];
    return { bytes: [options.length === 0 ? 0 : 2, ...lengthed(name.bytes), ...extra], rest: others.slice(at) };
  }

  /** An import, or an export inside a type: it says of which type it is. */
  #extern(
    kind: 'import' | 'export',
    parts: readonly Expression[],
    names: Names,
    put: (kind: Kind, content: readonly number[]) => unknown,
    type: (content: readonly number[]) => number,
  ): void {
    const { id: before, rest: named } = identified(parts);
    const { bytes, rest } = this.#name(named);
    const form = rest[0] === undefined ? undefined : formOf(rest[0]);
    if (form === undefined || !isSpace(form.word)) return this.#unknown('an import or export');
    const sort = form.word;
    const { id = before, rest: inner } = identified(form.rest);
    const [target] = inner;
    const bound = target === undefined ? undefined : formOf(target);
    if (sort === 'type') {
      if (bound?.word === 'eq') put(kind, [...bytes, 3, 0, ...unsigned(this.#number(names, 'type', bound.rest[0]))]);
      else if (bound?.word === 'sub') put(kind, [...bytes, 3, 1]);
      else return this.#unknown('the bound of a type');
    } else {
      const isNumber = bound?.word === 'type' && bound.rest.length === 1 && bound.rest[0]?.kind === 'word';
      const index = isNumber
        ? this.#number(names, 'type', bound.rest[0])
        : type(this.#type({ kind: 'list', items: [{ kind: 'word', text: sort }, ...inner] }, names, type));
      put(kind, [...bytes, SORTS[sort], ...unsigned(index)]);
    }
    names.add(sort, id);
  }

  /** An export of the component itself: of something that has a number. */
  #export(parts: readonly Expression[], names: Names, put: (kind: Kind, content: readonly number[]) => unknown): void {
    const { id, rest: named } = identified(parts);
    const { bytes, rest } = this.#name(named);
    const form = rest[0] === undefined ? undefined : formOf(rest[0]);
    if (form?.word !== 'type') return this.#unknown('an export that is not a type');
    put('export', [...bytes, SORTS.type, ...unsigned(this.#number(names, 'type', form.rest[0])), 0]);
    names.add('type', id);
  }

  // Types

  #type(expression: Expression | undefined, names: Names, type: (content: readonly number[]) => number): number[] {
    if (expression === undefined || ++this.#depth > DEEPEST) return this.#bad(`types nested more than ${DEEPEST} deep`);
    const bytes = this.#typeBytes(expression, names, type);
    this.#depth--;
    return bytes;
  }

  #typeBytes(expression: Expression, names: Names, type: (content: readonly number[]) => number): number[] {
    const primitive = PRIMITIVES.get(wordOf(expression) ?? '');
    if (primitive !== undefined) return [primitive];
    const form = formOf(expression);
    if (form === undefined) return this.#bad(`the type \`${wordOf(expression) ?? 'of a string'}\``);
    const { word } = form;
    const rest = word === 'component' || word === 'instance' ? withoutId(form.rest) : form.rest;
    const value = (it: Expression | undefined): number[] => this.#value(it, names, type);
    const optional = (it: Expression | undefined): number[] => (it === undefined ? [0] : [1, ...value(it)]);
    const members = (inner: (member: readonly Expression[]) => number[]): number[] => [
      ...unsigned(rest.length),
      ...rest.flatMap((it) => inner(it.kind === 'list' ? it.items.slice(1).filter(isNoId) : [it])),
    ];
    const label = (it: Expression | undefined): number[] =>
      it?.kind === 'string' ? lengthed(it.bytes) : this.#bad('a label');
    switch (word) {
      case 'component':
      case 'instance':
        return [word === 'component' ? 0x41 : 0x42, ...this.#declarations(rest, new Names(names))];
      case 'func':
        return this.#func(rest, value, label);
      case 'record':
        return [0x72, ...members(([name, of]) => [...label(name), ...value(of)])];
      case 'variant':
        return [0x71, ...members(([name, of]) => [...label(name), ...optional(of), 0])];
      case 'flags':
      case 'enum':
        return [word === 'flags' ? 0x6e : 0x6d, ...members(([name]) => label(name))];
      case 'list':
        if (rest[1] !== undefined) return [0x67, ...value(rest[0]), ...unsigned(Number(wordOf(rest[1])))];
        return [GENERIC_CODES.list, ...value(rest[0])];
      case 'result': {
        const error = rest.map(formOf).find((it) => it?.word === 'error');
        const ok = rest.find((it) => formOf(it)?.word !== 'error');
        return [GENERIC_CODES.result, ...optional(ok), ...optional(error?.rest[0])];
      }
    }
    if (!isGeneric(word)) return this.#bad(`the type \`${word}\``);
    const { parameters, handle } = GENERICS[word];
    if (handle) return [GENERIC_CODES[word], ...unsigned(this.#number(names, 'type', rest[0]))];
    if (parameters.some((it) => it.repeated === true))
      return [GENERIC_CODES[word], ...unsigned(rest.length), ...rest.flatMap(value)];
    const args = parameters.map((it, at) => (it.optional === true ? optional(rest[at]) : value(rest[at])));
    return [GENERIC_CODES[word], ...args.flat()];
  }

  #declarations(fields: readonly Expression[], names: Names): number[] {
    const parts: number[] = [];
    let count = 0;
    const put = (kind: Kind, content: readonly number[]): void => {
      pushAll(parts, [DECLARATIONS[kind]], content);
      count++;
    };
    for (const field of fields) this.#field(field, names, put, false);
    return pushAll([...unsigned(count)], parts);
  }

  #func(
    parts: readonly Expression[],
    value: (it: Expression | undefined) => number[],
    label: (it: Expression | undefined) => number[],
  ): number[] {
    const isAsync = wordOf(parts[0]) === 'async';
    const forms = parts.map(formOf).filter((it) => it !== undefined);
    const params = forms.filter(({ word }) => word === 'param');
    const result = forms.find(({ word }) => word === 'result');
    // What is written in place is made before the function itself.
    const encoded = params.flatMap(({ rest: [name, of] }) => [...label(name), ...value(of)]);
    const returned = result === undefined ? [1, 0] : [0, ...value(result.rest[0])];
    return [isAsync ? 0x43 : 0x40, ...unsigned(params.length), ...encoded, ...returned];
  }

  /** A primitive type, or the number of another one; one that is written in place gets a number. */
  #value(it: Expression | undefined, names: Names, type: (content: readonly number[]) => number): number[] {
    const word = wordOf(it);
    const primitive = PRIMITIVES.get(word ?? '');
    if (primitive !== undefined) return [primitive];
    return unsigned(word === undefined ? type(this.#type(it, names, type)) : this.#number(names, 'type', it));
  }

  #number(names: Names, space: Space, it: Expression | undefined): number {
    const word = wordOf(it) ?? '';
    const found = names.find(space, word);
    if (found === undefined) this.#unknown(`the ${space} \`${word}\``);
    return found ?? 0;
  }

  #bad(what: string): number[] {
    this.#unknown(what);
    return [];
  }

  #unknown(what: string): void {
    this.fault ??= `${what} cannot be read in text form`;
  }
}

const PRIMITIVES: ReadonlyMap<string, number> = new Map(Object.entries(PRIMITIVE_CODES));
const NAME_OPTIONS = ['implements', 'version-suffix', 'external-id'];

function isSpace(word: string): word is Space {
  return word === 'type' || word === 'instance' || word === 'func' || word === 'component';
}

function wordOf(it: Expression | undefined): string | undefined {
  return it?.kind === 'word' ? it.text : undefined;
}

function isNoId(it: Expression): boolean {
  return wordOf(it)?.startsWith('$') !== true;
}

/** `$name` at the beginning. */
function identified(parts: readonly Expression[]): {
  readonly id: string | undefined;
  readonly rest: readonly Expression[];
} {
  const word = wordOf(parts[0]);
  return word?.startsWith('$') === true ? { id: word, rest: parts.slice(1) } : { id: undefined, rest: parts };
}

function withoutId(parts: readonly Expression[]): readonly Expression[] {
  return identified(parts).rest;
}

function lengthed(bytes: readonly number[]): number[] {
  return pushAll([...unsigned(bytes.length)], bytes);
}

function pushAll(bytes: number[], ...parts: readonly (readonly number[])[]): number[] {
  for (const part of parts) for (const byte of part) bytes.push(byte);
  return bytes;
}

/** LEB128. */
function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let left = value;
  for (; left >= 0x80; left = Math.floor(left / 0x80)) bytes.push((left % 0x80) | 0x80);
  bytes.push(left);
  return bytes;
}
