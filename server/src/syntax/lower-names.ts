// Names, versions, paths and attributes of one chunk, lowered; and the table of nodes that everything lowered goes into.

import { nearest } from '../base/suggest.ts';
import type { Span } from '../base/text.ts';
import type { Flat, FlatKind } from './flat.ts';
import { intern } from './intern.ts';
import type { Attribute, AttributeValue, Name, Node, PackageName, UsePath, VersionText } from './items.ts';
import { KEYWORDS } from './lexer.ts';
import type { SyntaxProblem } from './problems.ts';
import { canonicalVersion, decodeString, escapeName, identifierFault, kebab, versionFault } from './words.ts';

export class NameLowering {
  readonly spans: number[] = [];
  readonly problems: SyntaxProblem[] = [];
  readonly flat: Flat;
  readonly text: string;
  readonly origin: number;
  /** Names to write instead of those of members that are not valid, by their nodes. */
  readonly #apart = new Map<number, string>();
  /** Lists that `#apart` does not know yet: in most chunks nobody asks. */
  readonly #lists: (readonly number[])[] = [];

  constructor(flat: Flat, text: string, origin: number) {
    this.flat = flat;
    this.text = text;
    this.origin = origin;
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
    const apart = this.#apartOf(index);
    const better = apart ?? kebab(text);
    // Where nothing refers to the name and no letter is lost, this is a matter of spelling.
    const isSafe = apart !== undefined && lettersOf(apart).startsWith(lettersOf(text));
    const span = this.relative(index);
    this.problems.push({
      code: 'syntax/invalid-identifier',
      ...span,
      message: `invalid identifier \`${text}\`: ${fault.message}`,
      ...(better === undefined
        ? {}
        : {
            fix: {
              ...(isSafe ? { safe: true } : {}),
              title: `Change to \`${better}\``,
              edits: [
                {
                  start: span.start + (explicit ? 1 : 0),
                  end: span.end,
                  text: explicit ? better : escapeName(better),
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
    const [namespace, name] = flat.childrenOf(index, 'identifier');
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
    const [first, second, third] = flat.childrenOf(index, 'identifier');
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
    // The reader has said what is wrong with it.
    const fault = this.flat.child(index, 'ERROR') === undefined ? versionFault(text) : undefined;
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
        ...this.unknownAttribute(attribute, nameSpan, known),
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
        ...this.argumentFix(attribute, value, wanted),
      });
      // What the argument says, it does not say of this attribute.
      return { node: attribute.node, name: attribute.name };
    }
    return attribute;
  }

  /** `@feature(x)` is what some take `@unstable(feature = x)` for. */
  unknownAttribute({ name, key, value }: Attribute, span: Span, known: string): Pick<SyntaxProblem, 'message' | 'fix'> {
    if (name.text !== 'feature' || value === undefined) {
      const [meant] = nearest(name.text, ATTRIBUTES.keys());
      if (meant === undefined) return { message: `unknown attribute \`@${name.text}\`; known are ${known}` };
      const fix = { title: `Change to \`@${meant}\``, edits: [{ ...span, text: meant }] };
      return { message: `unknown attribute \`@${name.text}\`; did you mean \`@${meant}\`?`, fix };
    }
    const end = this.spanOfNode(value.node).end;
    const text = `unstable(feature = ${value.text}`;
    const title = `Change to \`@${text})\``;
    const fix = { title, edits: [{ start: span.start, end, text }] };
    const isName = value.kind !== 'version' && identifierFault(value.text) === undefined && key?.text !== 'version';
    const message = `a feature gate is written \`@unstable(feature = ${isName ? value.text : 'name'})\``;
    return isName ? { message, fix } : { message };
  }

  /** The argument with the right key and without quotes, or with them. */
  argumentFix(
    { key }: Attribute,
    value: AttributeValue,
    wanted: { key?: string; value: AttributeValue['kind'] },
  ): Pick<SyntaxProblem, 'fix'> {
    const isValid =
      wanted.value === 'version' ? versionFault(value.text) === undefined : identifierFault(value.text) === undefined;
    if (wanted.value !== 'string' && !isValid) return {};
    const start = this.spanOfNode((key ?? value).node).start;
    const written = this.spanOfNode(value.node);
    const own =
      value.kind === 'string' ? this.text.slice(this.origin + written.start, this.origin + written.end) : undefined;
    const quoted = own ?? JSON.stringify(value.text);
    const text = wanted.key === undefined ? quoted : `${wanted.key} = ${value.text}`;
    return { fix: { title: `Change to \`${text}\``, edits: [{ start, end: written.end, text }] } };
  }

  refuseAttributes(root: number): void {
    const { flat } = this;
    const first = flat.child(root, 'attribute');
    if (first === undefined) return;
    const what = flat.kind(root) === 'toplevel_use_item' ? 'a top-level `use`' : 'a package';
    this.problem('syntax/misplaced-attribute', first, `attributes are not allowed on ${what}`);
  }

  /** Only what a component imports or exports has another name outside of it. */
  refuseExternalId(attributes: readonly Attribute[], what: string): void {
    const found = attributes.find(({ name }) => name.text === 'external-id');
    if (found === undefined) return;
    const message = `\`@external-id\` is not allowed on ${what}; it names a function, a type, an import, an export or a \`use\``;
    this.problems.push({ code: 'syntax/misplaced-attribute', ...this.spanOfNode(found.node), message });
  }

  // Nodes

  bodyOf(parent: number, body: FlatKind, kind: FlatKind): number[] {
    const index = this.flat.child(parent, body);
    if (index === undefined) return [];
    const found = this.flat.childrenOf(index, kind);
    this.#lists.push(found);
    return found;
  }

  /** What to write instead of a name that is not valid, apart from the other members of its list. */
  #apartOf(index: number): string | undefined {
    for (const list of this.#lists.splice(0)) this.#keepApart(list);
    return this.#apart.get(index);
  }

  /** Finds names for the members of a list that have none that is valid, each other than those of the rest. */
  #keepApart(members: readonly number[]): void {
    const names = members.flatMap((it) => this.flat.child(it, 'identifier') ?? []);
    const written = names.map((it) => this.word(it));
    const taken = new Set(written.filter((it) => identifierFault(it) === undefined).map(lettersOf));
    const chosen = new Map<string, string>();
    for (const [at, text] of written.entries()) {
      const better = identifierFault(text) === undefined ? undefined : kebab(text);
      if (better === undefined) continue;
      // What is written twice stays a name that is there twice.
      let name = chosen.get(text) ?? better;
      for (let number = 2; !chosen.has(text) && taken.has(lettersOf(name)); number++) name = `${better}-${number}`;
      chosen.set(text, name);
      taken.add(lettersOf(name));
      this.#apart.set(names[at] ?? 0, name);
    }
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
    const attributes = flat.childrenOf(root, 'attribute');
    const last = attributes.at(-1);
    const from = last === undefined ? flat.start(root) : flat.end(last);
    const found = this.text.indexOf(word, from);
    const start = found === -1 || found > flat.end(root) ? from : found;
    return this.newNode(start, Math.min(start + word.length, flat.end(root)));
  }

  /** A name without its `%`. */
  word(index: number): string {
    const written = this.slice(index);
    return written.startsWith('%') ? written.slice(1) : written;
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

/** What tells names apart: neither case nor hyphens do. */
function lettersOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
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
