// Documentation and gates of a package as its binary carries them: the custom section `package-docs`, JSON behind a version byte
// (wit-parser `metadata.rs`, version 0 and 1).

import { docLines, gateLines } from '../model/print.ts';
import { identifierFault, versionFault } from '../syntax/words.ts';

export interface PackageDocs {
  readonly docs: string | undefined;
  interface(name: string): InterfaceDocs;
  world(name: string): WorldDocs;
}

/** Lines that stand above an item: documentation, then gates. */
export type Above = readonly string[];

export interface InterfaceDocs {
  readonly above: Above;
  type(name: string): TypeDocs;
  func(key: string): Above;
}

export interface TypeDocs {
  readonly above: Above;
  member(name: string): Above;
}

type Direction = 'import' | 'export';

export interface WorldDocs {
  readonly above: Above;
  type(name: string): TypeDocs;
  func(key: string, direction: Direction): Above;
  inline(label: string, direction: Direction): InterfaceDocs;
  /** Of the import or export of an interface that has a name. */
  statement(key: string, direction: Direction): Above;
}

/** What is not understood of it is no documentation. */
export function readPackageDocs(bytes: Uint8Array | undefined, decode: (bytes: Uint8Array) => string): PackageDocs {
  const json = new Json(bytes === undefined ? undefined : parsed(bytes, decode));
  return {
    docs: json.at('docs').text,
    interface: (name) => interfaceDocs(json.at('interfaces').at(name)),
    world: (name) => worldDocs(json.at('worlds').at(name)),
  };
}

function parsed(bytes: Uint8Array, decode: (bytes: Uint8Array) => string): unknown {
  try {
    return JSON.parse(decode(bytes[0] === 0x7b ? bytes : bytes.subarray(1)));
  } catch {
    return undefined;
  }
}

/** A value of JSON of which nothing is known. */
class Json {
  readonly #value: unknown;

  constructor(value: unknown) {
    this.#value = value;
  }

  at(name: string): Json {
    const value = this.#value;
    const has = typeof value === 'object' && value !== null && Object.hasOwn(value, name);
    return new Json(has ? (value as Readonly<Record<string, unknown>>)[name] : undefined);
  }

  get text(): string | undefined {
    return typeof this.#value === 'string' ? this.#value : undefined;
  }

  get isThere(): boolean {
    return this.#value !== undefined;
  }
}

function interfaceDocs(json: Json): InterfaceDocs {
  return {
    above: aboveOf(json),
    type: (name) => typeDocs(json.at('types').at(name)),
    func: (key) => aboveOf(json.at('funcs').at(key)),
  };
}

function worldDocs(json: Json): WorldDocs {
  // What is exported stands among the imports where it has no namesake there.
  const either = (imports: string, exports: string, key: string, direction: Direction): Json => {
    const own = direction === 'export' ? json.at(exports).at(key) : json.at(imports).at(key);
    return own.isThere || direction === 'import' ? own : json.at(imports).at(key);
  };
  return {
    above: aboveOf(json),
    type: (name) => typeDocs(json.at('types').at(name)),
    func: (key, direction) => aboveOf(either('funcs', 'func_exports', key, direction)),
    inline: (label, direction) => interfaceDocs(either('interfaces', 'interface_exports', label, direction)),
    statement: (key, direction) => [
      ...docs(json.at(`interface_${direction}_docs`).at(key).text),
      ...gates(json.at(`interface_${direction}_stability`).at(key)),
    ],
  };
}

function typeDocs(json: Json): TypeDocs {
  return { above: aboveOf(json), member: (name) => docs(json.at('items').at(name).text) };
}

/** Functions of version 0 have their text alone. */
function aboveOf(json: Json): Above {
  return [...docs(json.text ?? json.at('docs').text), ...gates(json.at('stability'))];
}

/** Characters that no comment may hold are left out. */
export function docs(text: string | undefined): Above {
  return docLines(text?.replace(/[\p{Cc}\p{Bidi_Control}]/gu, (it) => (it === '\n' || it === '\t' ? it : '')));
}

function gates(stability: Json): Above {
  const stable = stability.at('stable');
  const unstable = stability.at('unstable');
  return gateLines({
    since: version(stable.at('since').text),
    unstable: feature(unstable.at('feature').text),
    deprecated: version(stable.at('deprecated').text ?? unstable.at('deprecated').text),
    externalId: undefined,
  });
}

function version(text: string | undefined): string | undefined {
  return text === undefined || versionFault(text) !== undefined ? undefined : text;
}

function feature(text: string | undefined): string | undefined {
  return text === undefined || identifierFault(text) !== undefined ? undefined : text;
}

export const NO_DOCS: PackageDocs = readPackageDocs(undefined, () => '');
