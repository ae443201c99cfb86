// What the reference says of packages: does it resolve, can it be encoded and validated, what does a world look like.

import { type FileSource, memoryFiles } from './files.ts';
import { type Declarations, type Declared, declared, type Header } from './tokens.ts';
import { type Answer, type Features, type Tools, WasmTools } from './wasm-tools.ts';
import { worldSection } from './world-type.ts';

/** A package as `wasm-tools component wit PATH` takes it. */
export interface PackagePath {
  readonly path: string;
  readonly files: FileSource;
}

export type Verdict =
  | { readonly kind: 'accept' }
  | { readonly kind: 'reject'; readonly message: string; readonly level: 'L1' | 'L2' }
  | { readonly kind: 'no-verdict'; readonly message: string };

const ACCEPT: Verdict = { kind: 'accept' };

/** Complaints of those who must choose a world: the package itself is fine. */
const NO_CHOICE = /contains no worlds|There are multiple (?:worlds|main packages)/;

/** A package that nobody else has. */
const ORACLE = 'the-oracle:everything';

export class Reference {
  readonly #tools: WasmTools;
  readonly #features: Features;

  private constructor(tools: WasmTools, features: Features) {
    this.#tools = tools;
    this.#features = features;
  }

  static async load(features: readonly string[] = []): Promise<Reference> {
    return new Reference(await WasmTools.load(), { tag: 'list', val: features });
  }

  /** The same reference with other feature gates. */
  with(features: readonly string[] | 'all'): Reference {
    return new Reference(this.#tools, features === 'all' ? { tag: 'all' } : { tag: 'list', val: features });
  }

  get instances(): number {
    return this.#tools.instances;
  }

  /** Level 1: does it parse and resolve? */
  async resolve(it: PackagePath): Promise<Verdict> {
    return verdict(await this.#embed(it), 'L1');
  }

  /**
   * Level 2: can every world, and every interface as one that is imported, be encoded and validated? Nested packages too.
   * Worlds that only the packages in `deps/` declare are not asked for.
   */
  async validate(it: PackagePath): Promise<Verdict> {
    const first = await this.#embed(it);
    const resolved = verdict(first, 'L1');
    if (resolved.kind !== 'accept') return resolved;
    const names = first.kind === 'error' ? worldsIn(first.message) : [undefined];
    const { imports, worlds, shells } = this.#everything(it);
    for (const shell of shells) {
      const found = verdict(await this.#tools.ask((tools) => tools.componentWit(tools.parse(shell))), 'L2');
      if (found.kind !== 'accept') return found;
    }
    for (const world of [...names, ...worlds]) {
      const found = await this.#encode(it, world);
      if (found.kind !== 'accept') return found;
    }
    if (imports.length === 0) return ACCEPT;
    const encode = (some: readonly string[]): Promise<Verdict> => {
      const { world, ...place } = this.withWorld(it, some.map((one) => `import ${one};`).join('\n'));
      return this.#encode(place, world);
    };
    const all = await encode(imports);
    if (all.kind !== 'reject' || imports.length === 1) return all;
    // Too much for one world may be fine in several.
    for (const one of imports) {
      const found = await encode([one]);
      if (found.kind !== 'accept') return found;
    }
    return ACCEPT;
  }

  /** A world as the reference's printer writes it. */
  async printWorld(it: PackagePath, world?: string): Promise<Answer<string>> {
    const component = await this.component(it, world);
    return component.kind === 'value' ? this.#tools.ask((tools) => tools.componentWit(component.value)) : component;
  }

  /** Names of the worlds of the main package, as `world` takes them. */
  async worlds(it: PackagePath): Promise<readonly (string | undefined)[]> {
    const first = await this.#embed(it);
    if (first.kind === 'error') return worldsIn(first.message);
    return first.kind === 'value' ? [undefined] : [];
  }

  /** A component that does nothing, for a world. */
  async component(it: PackagePath, world?: string): Promise<Answer<Uint8Array>> {
    const module = await this.#embed(it, world);
    return module.kind === 'value' ? this.#tools.ask((tools) => tools.componentNew(module.value)) : module;
  }

  /** A module that does nothing, for a world. It holds the world's type. */
  module(it: PackagePath, world?: string): Promise<Answer<Uint8Array>> {
    return this.#embed(it, world);
  }

  ask<T>(question: (tools: Tools) => T): Promise<Answer<T>> {
    return this.#tools.ask(question);
  }

  #embed({ path, files }: PackagePath, world?: string): Promise<Answer<Uint8Array>> {
    this.#tools.show(files);
    const features = this.#features;
    return this.#tools.ask((tools) =>
      tools.componentEmbed({ witPath: path, dummy: true, features, ...(world === undefined ? {} : { world }) }),
    );
  }

  /** The world's type as the reference encodes it, validated. No component is made for it, which has limits of its own. */
  async #encode(it: PackagePath, world: string | undefined): Promise<Verdict> {
    const module = await this.#embed(it, world);
    if (module.kind !== 'value') return verdict(module, 'L2');
    return verdict(
      await this.#tools.ask((tools) =>
        tools.componentWit(tools.parse(`(component ${worldSection(tools, module.value)})`)),
      ),
      'L2',
    );
  }

  /**
   * The package with one more world, in a nested package of its own, that others are not in a cycle with it; in a file of its
   * own or at the end of the only one.
   */
  withWorld({ path, files }: PackagePath, body: string): PackagePath & { readonly world: string } {
    const single = files.kind(path) === 'file';
    const nested = `package ${ORACLE} { world everything {\n${body}\n} }\n`;
    const added = single ? `${new TextDecoder().decode(files.read(path))}\n${nested}` : nested;
    const file = single ? path : `${path}/~oracle.wit`;
    return { path, files: overlaid(files, file, new TextEncoder().encode(added)), world: `${ORACLE}/everything` };
  }

  /** What lies in the package and in the packages nested in it. */
  #everything(it: PackagePath) {
    const declarations = [...textsOf(it).values()].map(declared);
    const own = headerOf(declarations) ?? { name: '', version: '' };
    const active = declarations.flatMap(({ items }) => items).filter(({ feature }) => this.#isActive(feature));
    const pathOf = ({ name, nested = own }: Declared): string =>
      escapedPath(`${nested.name}/${plain(name)}${nested.version}`);
    return {
      imports: active.filter(({ kind }) => kind === 'interface').map(pathOf),
      worlds: active.filter(({ kind, nested }) => kind === 'world' && nested !== undefined).map(pathOf),
      shells: shellsOf(own, active),
    };
  }

  #isActive(feature: string | undefined): boolean {
    const features = this.#features;
    return feature === undefined || features.tag === 'all' || features.val.includes(feature.replace('%', ''));
  }
}

export function verdict(answer: Answer<unknown>, level: 'L1' | 'L2'): Verdict {
  if (answer.kind === 'value') return ACCEPT;
  if (answer.kind === 'no-verdict') return answer;
  if (level === 'L1' && NO_CHOICE.test(answer.message)) return ACCEPT;
  return { kind: 'reject', message: answer.message, level };
}

function worldsIn(message: string): string[] {
  const [head, ...lines] = message.split('\n');
  return head !== undefined && /There are multiple worlds/.test(head)
    ? lines.map((line) => escapedPath(line.trim()))
    : [];
}

/** `a:b/c@1.0.0` as it must be written where a word may be a keyword. */
export function escapedPath(path: string): string {
  const [, namespace, name, item, version] = /^([^:]*):([^/]*)\/([^@]*)(.*)$/.exec(path) ?? [];
  return namespace === undefined ? path : `%${namespace}:%${name}/%${item}${version}`;
}

function overlaid(under: FileSource, file: string, bytes: Uint8Array): FileSource {
  const over = memoryFiles(new Map([[file, bytes]]));
  return {
    kind: (path) => (path === file ? 'file' : under.kind(path)),
    names: (path) => [...new Set([...under.names(path), ...over.names(path)])],
    read: (path) => (path === file ? bytes : under.read(path)),
  };
}

/** The package's own files. */
function textsOf({ path, files }: PackagePath): Map<string, string> {
  const single = files.kind(path) === 'file';
  const candidates = single ? [path] : files.names(path).map((name) => `${path}/${name}`);
  const own = candidates.filter((file) => single || (file.endsWith('.wit') && files.kind(file) === 'file'));
  return new Map(own.map((file) => [file, new TextDecoder().decode(files.read(file))]));
}

function headerOf(declarations: readonly Declarations[]): Header | undefined {
  return declarations.map(({ header }) => header).find((header) => header !== undefined);
}

function plain(name: string): string {
  return name.replace(/^%/, '');
}

/**
 * A package is encoded as a component that exports a type for each interface and world, in which it is exported by its full
 * name. The tools at hand encode no packages; whether such names can be is asked of components with the same names.
 */
function shellsOf(own: Header, items: readonly Declared[]): string[] {
  const packages = new Map<string, Declared[]>();
  const headers = new Map<string, Header>();
  for (const item of items) {
    const header = item.nested ?? own;
    const key = header.name + header.version;
    headers.set(key, header);
    packages.set(key, [...(packages.get(key) ?? []), item]);
  }
  return [...packages].map(([key, inside]) => {
    const { name, version } = headers.get(key) ?? { name: '', version: '' };
    const type = (names: readonly string[]): string =>
      `(type (component (type (component)) ${names.map((it) => `(export "${it}" (component (type 0)))`).join(' ')}))`;
    const full = inside.map((it) => type([`${name}/${plain(it.name)}${version}`]));
    return `(component ${full.join(' ')} ${type(inside.map((it) => plain(it.name)))})`;
  });
}
