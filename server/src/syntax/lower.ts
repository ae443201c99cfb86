// One chunk of flat syntax to one declaration. Total: whatever is missing becomes an empty name or a `bad` type; a syntax
// problem reported elsewhere says so. Nodes are numbered in the order they are met, so equal tokens give equal numbers.

import type { Flat, FlatKind } from './flat.ts';
import { intern } from './intern.ts';
import type {
  Attribute,
  AttributeValue,
  Case,
  Decl,
  Extern,
  FuncType,
  InterfaceMember,
  Name,
  Node,
  PackageName,
  Param,
  Primitive,
  ResourceFunc,
  TypeSyntax,
  UsePath,
  VersionText,
} from './items.ts';
import { KEYWORDS } from './lexer.ts';
import type { SyntaxProblem } from './problems.ts';
import { canonicalVersion, decodeString, identifierFault, kebab, versionFault } from './words.ts';

export interface Lowered {
  readonly decl: Decl;
  readonly spans: readonly number[];
  readonly problems: readonly SyntaxProblem[];
}

/** How deep types may nest; the reference's own limit. */
export const MAX_DEPTH = 100;

/** Lowers the node `root` of `flat`; spans become relative to `origin`. */
export function lower(flat: Flat, text: string, origin: number): Lowered {
  const lowering = new Lowering(flat, text, origin);
  const decl = lowering.decl(0);
  return { decl, spans: lowering.spans, problems: lowering.problems };
}

class Lowering {
  readonly spans: number[] = [];
  readonly problems: SyntaxProblem[] = [];
  readonly flat: Flat;
  readonly text: string;
  readonly origin: number;

  constructor(flat: Flat, text: string, origin: number) {
    this.flat = flat;
    this.text = text;
    this.origin = origin;
  }

  decl(root: number): Decl {
    const { flat } = this;
    const kind = flat.kind(root);
    const node = this.node(root);
    const attributes = this.attributes(root);
    const base = { node, attributes };
    switch (kind) {
      case 'package_decl':
      case 'nested_package_definition': {
        this.refuseAttributes(root);
        const name = this.packageName(flat.child(root, 'package_name'), root);
        if (kind === 'package_decl') return { kind: 'package', ...base, name };
        return {
          kind: 'nested-package',
          ...base,
          name,
          keyword: this.keyword(root, 'package'),
        };
      }
      case 'toplevel_use_item': {
        this.refuseAttributes(root);
        const keyword = this.keyword(root, 'use');
        const path = this.usePath(flat.child(root, 'use_path'), root);
        const alias = flat.child(root, 'identifier');
        return {
          kind: 'toplevel-use',
          ...base,
          keyword,
          path,
          ...(alias === undefined ? {} : { alias: this.name(alias) }),
        };
      }
      case 'interface_item':
        return { kind: 'interface', ...base, name: this.nameIn(root) };
      case 'world_item':
        return { kind: 'world', ...base, name: this.nameIn(root) };
      case 'import_item':
        return { kind: 'import', ...base, extern: this.extern(root) };
      case 'export_item':
        return { kind: 'export', ...base, extern: this.extern(root) };
      case 'include_item': {
        const path = this.usePath(flat.child(root, 'use_path'), root);
        const names = this.pairs(flat.child(root, 'include_names'), 'include_name');
        return {
          kind: 'include',
          ...base,
          path,
          names: names.map(({ name, alias }) => ({
            name,
            alias: alias ?? this.missing(root),
          })),
        };
      }
      default:
        return this.member(root, kind, base) ?? { kind: 'bad', ...base };
    }
  }

  member(
    root: number,
    kind: FlatKind,
    base: { node: Node; attributes: readonly Attribute[] },
  ): InterfaceMember | undefined {
    const { flat } = this;
    switch (kind) {
      case 'use_item': {
        const path = this.usePath(flat.child(root, 'use_path'), root);
        return {
          kind: 'use',
          ...base,
          path,
          names: this.pairs(flat.child(root, 'use_names'), 'use_name'),
        };
      }
      case 'func_item': {
        const name = this.nameIn(root);
        return {
          kind: 'func',
          ...base,
          name,
          func: this.funcType(flat.child(root, 'func_type'), root),
        };
      }
      case 'type_item': {
        const name = this.nameIn(root);
        return { kind: 'type', ...base, name, type: this.typeIn(root) };
      }
      case 'record_item': {
        const name = this.nameIn(root);
        const fields = this.bodyOf(root, 'record_body', 'record_field').map((child) => {
          const node = this.node(child);
          return { node, name: this.nameIn(child), type: this.typeIn(child) };
        });
        return { kind: 'record', ...base, name, fields };
      }
      case 'flags_item': {
        const name = this.nameIn(root);
        return {
          kind: 'flags',
          ...base,
          name,
          cases: this.cases(root, 'flags_body', 'flags_field'),
        };
      }
      case 'variant_item': {
        const name = this.nameIn(root);
        return {
          kind: 'variant',
          ...base,
          name,
          cases: this.cases(root, 'variant_body', 'variant_case'),
        };
      }
      case 'enum_item': {
        const name = this.nameIn(root);
        return {
          kind: 'enum',
          ...base,
          name,
          cases: this.cases(root, 'enum_body', 'enum_case'),
        };
      }
      case 'resource_item': {
        const name = this.nameIn(root);
        return {
          kind: 'resource',
          ...base,
          name,
          funcs: this.resourceFuncs(root),
        };
      }
      default:
        return undefined;
    }
  }

  extern(root: number): Extern {
    const { flat } = this;
    const label = flat.child(root, 'identifier');
    const func = flat.child(root, 'func_type');
    const inline = flat.child(root, 'inline_interface');
    if (func !== undefined) {
      const name = label === undefined ? this.missing(root) : this.name(label);
      return { kind: 'func', label: name, func: this.funcType(func, root) };
    }
    if (inline !== undefined) {
      const name = label === undefined ? this.missing(root) : this.name(label);
      return {
        kind: 'interface',
        label: name,
        members: this.inlineMembers(inline),
      };
    }
    const named = label === undefined ? {} : { label: this.name(label) };
    return {
      kind: 'path',
      ...named,
      path: this.usePath(flat.child(root, 'use_path'), root),
    };
  }

  inlineMembers(inline: number): InterfaceMember[] {
    const { flat } = this;
    const body = flat.child(inline, 'interface_body');
    if (body === undefined) return [];
    const members: InterfaceMember[] = [];
    for (const child of flat.children(body)) {
      const base = {
        node: this.node(child),
        attributes: this.attributes(child),
      };
      members.push(this.member(child, flat.kind(child), base) ?? { kind: 'bad', ...base });
    }
    return members;
  }

  resourceFuncs(root: number): ResourceFunc[] {
    const { flat } = this;
    const body = flat.child(root, 'resource_body');
    if (body === undefined) return [];
    const funcs: ResourceFunc[] = [];
    for (const child of flat.children(body)) {
      const kind = flat.kind(child);
      if (kind !== 'resource_constructor' && kind !== 'resource_method') continue;
      const node = this.node(child);
      const attributes = this.attributes(child);
      if (kind === 'resource_method') {
        const name = this.nameIn(child);
        const isStatic = flat.child(child, 'static') !== undefined;
        funcs.push({
          kind: isStatic ? 'static' : 'method',
          node,
          attributes,
          name,
          func: this.funcType(flat.child(child, 'func_type'), child),
        });
        continue;
      }
      const name = {
        text: 'constructor',
        node: this.keyword(child, 'constructor'),
      };
      const params = this.params(child);
      const result = this.optionalType(child);
      const func = {
        async: false,
        params,
        node,
        ...(result === undefined ? {} : { result }),
      };
      funcs.push({ kind: 'constructor', node, attributes, name, func });
    }
    return funcs;
  }

  funcType(index: number | undefined, parent: number): FuncType {
    if (index === undefined) return { async: false, params: [], node: this.missing(parent).node };
    const node = this.node(index);
    const params = this.params(index);
    const result = this.optionalType(index);
    const async = this.flat.child(index, 'async') !== undefined;
    return { async, params, node, ...(result === undefined ? {} : { result }) };
  }

  params(index: number): Param[] {
    return this.bodyOf(index, 'param_list', 'param').map((child) => ({
      name: this.nameIn(child),
      type: this.typeIn(child),
    }));
  }

  cases(root: number, body: FlatKind, kind: FlatKind): Case[] {
    return this.bodyOf(root, body, kind).map((child) => {
      const node = this.node(child);
      const name = this.nameIn(child);
      const type = this.optionalType(child);
      return { node, name, ...(type === undefined ? {} : { type }) };
    });
  }

  pairs(body: number | undefined, kind: FlatKind): { name: Name; alias?: Name }[] {
    if (body === undefined) return [];
    const { flat } = this;
    return flat
      .children(body)
      .filter((child) => flat.kind(child) === kind)
      .map((child) => {
        const [first, second] = flat.children(child).filter((it) => flat.kind(it) === 'identifier');
        const name = first === undefined ? this.missing(child) : this.name(first);
        return {
          name,
          ...(second === undefined ? {} : { alias: this.name(second) }),
        };
      });
  }

  // Types

  typeIn(parent: number): TypeSyntax {
    return (
      this.optionalType(parent) ?? {
        kind: 'bad',
        node: this.missing(parent).node,
      }
    );
  }

  /** The first child that is a type. */
  optionalType(parent: number, depth = 0): TypeSyntax | undefined {
    const child = this.flat.children(parent).find((it) => isType(this.flat.kind(it)));
    return child === undefined ? undefined : this.type(child, depth);
  }

  type(index: number, depth: number): TypeSyntax {
    const { flat } = this;
    const kind = flat.kind(index);
    if (depth >= MAX_DEPTH) return this.tooDeep(index);
    if (kind === 'type_name') {
      const child = flat.child(index, 'identifier');
      const node = this.node(index);
      return {
        kind: 'name',
        node,
        name: child === undefined ? this.missing(index) : this.name(child),
      };
    }
    const node = this.node(index);
    if (kind === 'primitive_type') return { kind: 'primitive', node, name: this.slice(index) as Primitive };
    const inner = flat.children(index);
    const types = inner.filter((it) => isType(flat.kind(it)) || flat.kind(it) === 'placeholder');
    const at = (n: number): TypeSyntax => {
      const child = types[n];
      return child === undefined ? { kind: 'bad', node: this.missing(index).node } : this.type(child, depth + 1);
    };
    switch (kind) {
      case 'list_type': {
        const element = at(0);
        const length = flat.child(index, 'integer');
        return {
          kind: 'list',
          node,
          element,
          ...(length === undefined ? {} : { length: this.listLength(length) }),
        };
      }
      case 'map_type':
        return { kind: 'map', node, key: at(0), value: at(1) };
      case 'option_type':
        return { kind: 'option', node, of: at(0) };
      case 'result_type': {
        const ok = types[0] === undefined || flat.kind(types[0]) === 'placeholder' ? {} : { ok: at(0) };
        return {
          kind: 'result',
          node,
          ...ok,
          ...(types[1] === undefined ? {} : { err: at(1) }),
        };
      }
      case 'tuple_type':
        return { kind: 'tuple', node, items: types.map((_, n) => at(n)) };
      case 'future_type':
      case 'stream_type':
        return {
          kind: kind === 'future_type' ? 'future' : 'stream',
          node,
          ...(types.length === 0 ? {} : { of: at(0) }),
        };
      case 'own_handle':
      case 'borrow_handle':
        return {
          kind: kind === 'own_handle' ? 'own' : 'borrow',
          node,
          resource: this.nameIn(index),
        };
      default:
        return { kind: 'bad', node };
    }
  }

  tooDeep(index: number): TypeSyntax {
    const node = this.node(index);
    this.problem('syntax/nesting-too-deep', index, `types cannot nest deeper than ${MAX_DEPTH} levels`);
    return { kind: 'bad', node };
  }

  listLength(index: number): { value: number | undefined; node: Node } {
    const value = Number(this.slice(index));
    const fits = value <= 0xffffffff;
    if (!fits)
      this.problem('syntax/invalid-list-length', index, 'a list length must fit in 32 bits (at most 4294967295)');
    return { value: fits ? value : undefined, node: this.node(index) };
  }

  // Names, paths, attributes

  nameIn(parent: number): Name {
    const child = this.flat.child(parent, 'identifier');
    return child === undefined ? this.missing(parent) : this.name(child);
  }

  name(index: number): Name {
    const word = this.slice(index);
    const explicit = word.startsWith('%');
    const text = explicit ? word.slice(1) : word;
    const name = { text: intern(text), node: this.node(index) };
    const fault = identifierFault(text);
    if (fault !== undefined) this.invalidIdentifier(index, text, explicit, fault);
    else if (!explicit && KEYWORDS.has(text)) this.reservedWord(index, text);
    return name;
  }

  invalidIdentifier(index: number, text: string, explicit: boolean, fault: { at: number; message: string }): void {
    const better = kebab(text);
    const span = this.relative(index);
    this.problems.push({
      code: 'syntax/invalid-identifier',
      ...span,
      message: `invalid identifier \`${text}\`: ${fault.message}`,
      ...(better === undefined
        ? {}
        : {
            fix: {
              title: `Change to \`${better}\``,
              edits: [
                {
                  start: span.start + (explicit ? 1 : 0),
                  end: span.end,
                  text: better,
                },
              ],
            },
          }),
    });
  }

  reservedWord(index: number, word: string): void {
    const span = this.relative(index);
    this.problems.push({
      code: 'syntax/reserved-word',
      ...span,
      message: `\`${word}\` is a reserved word; as a name it is written \`%${word}\``,
      fix: {
        title: `Escape as \`%${word}\``,
        edits: [{ start: span.start, end: span.start, text: '%' }],
      },
    });
  }

  packageName(index: number | undefined, parent: number): PackageName {
    if (index === undefined) {
      const name = this.missing(parent);
      return { namespace: name, name, node: name.node };
    }
    const { flat } = this;
    const node = this.node(index);
    const [namespace, name] = flat.children(index).filter((it) => flat.kind(it) === 'identifier');
    const version = flat.child(index, 'version');
    return {
      node,
      namespace: namespace === undefined ? this.missing(index) : this.name(namespace),
      name: name === undefined ? this.missing(index) : this.name(name),
      ...(version === undefined ? {} : { version: this.version(version) }),
    };
  }

  usePath(index: number | undefined, parent: number): UsePath {
    if (index === undefined) {
      const name = this.missing(parent);
      return { name, node: name.node };
    }
    const { flat } = this;
    const node = this.node(index);
    const [first, second, third] = flat.children(index).filter((it) => flat.kind(it) === 'identifier');
    if (first === undefined) return { name: this.missing(index), node };
    if (second === undefined) return { name: this.name(first), node };
    const namespace = this.name(first);
    const name = this.name(second);
    const interfaceName = third === undefined ? this.missing(index) : this.name(third);
    const version = flat.child(index, 'version');
    const packageNode = this.newNode(flat.start(first), flat.end(second));
    const versioned = version === undefined ? {} : { version: this.version(version) };
    return {
      node,
      package: { namespace, name, node: packageNode, ...versioned },
      name: interfaceName,
    };
  }

  version(index: number): VersionText {
    const text = this.slice(index);
    const fault = versionFault(text);
    if (fault !== undefined) this.problem('syntax/invalid-version', index, `invalid version: ${fault}`);
    return { text: intern(canonicalVersion(text)), node: this.node(index) };
  }

  attributes(root: number): Attribute[] {
    const { flat } = this;
    const result: Attribute[] = [];
    for (const child of flat.children(root)) {
      if (flat.kind(child) !== 'attribute') break;
      result.push(this.attribute(child));
    }
    return result;
  }

  attribute(index: number): Attribute {
    const { flat } = this;
    const node = this.node(index);
    const [first, ...rest] = flat.children(index);
    if (first === undefined || flat.kind(first) === 'ERROR') return { node, name: this.missing(index) };
    const name = this.name(first);
    // The reader has said what is wrong with the rest.
    if (rest.some((it) => flat.kind(it) === 'ERROR')) return this.checkAttribute({ node, name });
    const value = rest.at(-1);
    if (value === undefined) return this.checkAttribute({ node, name });
    const key = rest.length > 1 && rest[0] !== undefined ? { key: this.name(rest[0]) } : {};
    return this.checkAttribute({
      node,
      name,
      ...key,
      value: this.attributeValue(value),
    });
  }

  attributeValue(index: number): AttributeValue {
    const kind = this.flat.kind(index);
    if (kind === 'version') return { kind: 'version', ...this.version(index) };
    if (kind === 'identifier') return { kind: 'identifier', ...this.name(index) };
    const literal = this.slice(index);
    const { text, fault } = decodeString(literal);
    if (fault !== undefined) {
      const start = this.flat.start(index) - this.origin + fault.at;
      this.problems.push({
        code: 'syntax/invalid-string',
        start,
        end: start + fault.length,
        message: fault.message,
      });
    }
    return { kind: 'string', text: intern(text), node: this.node(index) };
  }

  /** Known attributes with the argument that each takes. */
  checkAttribute(attribute: Attribute): Attribute {
    const wanted = ATTRIBUTES.get(attribute.name.text);
    const nameSpan = this.spanOfNode(attribute.name.node);
    if (wanted === undefined) {
      if (attribute.name.text === '') return attribute;
      const known = [...ATTRIBUTES.keys()].map((name) => `\`@${name}\``).join(', ');
      this.problems.push({
        code: 'syntax/unknown-attribute',
        ...nameSpan,
        message: `unknown attribute \`@${attribute.name.text}\`; known are ${known}`,
      });
      return attribute;
    }
    const { key, value } = attribute;
    if (value === undefined) return attribute;
    const right =
      wanted.key === undefined ? value.kind === 'string' : key?.text === wanted.key && value.kind === wanted.value;
    if (!right) {
      const at = wanted.key !== undefined && key !== undefined && key.text !== wanted.key ? key.node : value.node;
      this.problems.push({
        code: 'syntax/attribute-argument',
        ...this.spanOfNode(at),
        message: `\`@${attribute.name.text}\` is written ${wanted.example}`,
      });
      // What the argument says, it does not say of this attribute.
      return { node: attribute.node, name: attribute.name };
    }
    return attribute;
  }

  refuseAttributes(root: number): void {
    const { flat } = this;
    const first = flat.child(root, 'attribute');
    if (first === undefined) return;
    const what = flat.kind(root) === 'toplevel_use_item' ? 'a top-level `use`' : 'a package';
    this.problem('syntax/misplaced-attribute', first, `attributes cannot stand on ${what}`);
  }

  // Nodes

  bodyOf(parent: number, body: FlatKind, kind: FlatKind): number[] {
    const { flat } = this;
    const index = flat.child(parent, body);
    return index === undefined ? [] : flat.children(index).filter((it) => flat.kind(it) === kind);
  }

  node(index: number): Node {
    return this.newNode(this.flat.start(index), this.flat.end(index));
  }

  newNode(start: number, end: number): Node {
    return this.spans.push(start - this.origin, end - this.origin) / 2 - 1;
  }

  /** A name that is not there: an empty span at the end of its parent. */
  missing(parent: number): Name {
    const end = this.flat.end(parent);
    return { text: '', node: this.newNode(end, end) };
  }

  /** The keyword of an item: the first occurrence of the word after its attributes. */
  keyword(root: number, word: string): Node {
    const { flat } = this;
    const attributes = flat.children(root).filter((it) => flat.kind(it) === 'attribute');
    const last = attributes.at(-1);
    const from = last === undefined ? flat.start(root) : flat.end(last);
    const found = this.text.indexOf(word, from);
    const start = found === -1 || found > flat.end(root) ? from : found;
    return this.newNode(start, Math.min(start + word.length, flat.end(root)));
  }

  slice(index: number): string {
    return this.text.slice(this.flat.start(index), this.flat.end(index));
  }

  relative(index: number): { start: number; end: number } {
    return {
      start: this.flat.start(index) - this.origin,
      end: this.flat.end(index) - this.origin,
    };
  }

  spanOfNode(node: Node): { start: number; end: number } {
    return {
      start: this.spans[2 * node] ?? 0,
      end: this.spans[2 * node + 1] ?? 0,
    };
  }

  problem(code: SyntaxProblem['code'], index: number, message: string): void {
    this.problems.push({ code, ...this.relative(index), message });
  }
}

const ATTRIBUTES: ReadonlyMap<string, { key?: string; value: AttributeValue['kind']; example: string }> = new Map([
  ['since', { key: 'version', value: 'version', example: '`@since(version = 1.0.0)`' }],
  [
    'unstable',
    {
      key: 'feature',
      value: 'identifier',
      example: '`@unstable(feature = name)`',
    },
  ],
  [
    'deprecated',
    {
      key: 'version',
      value: 'version',
      example: '`@deprecated(version = 1.0.0)`',
    },
  ],
  ['external-id', { value: 'string', example: '`@external-id("name")`' }],
]);

const TYPES: ReadonlySet<FlatKind> = new Set<FlatKind>([
  'primitive_type',
  'list_type',
  'map_type',
  'option_type',
  'result_type',
  'tuple_type',
  'future_type',
  'stream_type',
  'own_handle',
  'borrow_handle',
  'type_name',
]);

function isType(kind: FlatKind): boolean {
  return TYPES.has(kind);
}
