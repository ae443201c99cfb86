// `.wit-ignore.json`: contract changes that were reviewed and accepted, and kinds of changes that ask for another
// version than they would, for the packages in its directory and below. Whatever is not understood is a problem, never a
// wider acceptance.

import { getNodeValue, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { didYouMean, nearest } from '../base/suggest.ts';
import type { Span } from '../base/text.ts';
import { basename, dirname, joinUri, relativeUri } from '../base/uri.ts';
import { decodeUtf8 } from '../base/utf8.ts';
import { dateProblem, untilProblem } from '../check/acceptance-values.ts';
import { type Hazard, LEVELS, type Level } from '../semver/levels.ts';
import { contractRule } from '../semver/table.ts';
import type { LevelChoices } from '../semver/verdict.ts';
import type { Host } from '../workspace/host.ts';

export const IGNORE_FILE = '.wit-ignore.json';

export function isIgnoreFile(uri: string): boolean {
  return basename(uri) === IGNORE_FILE;
}

/** One change by its fingerprint, or everything in a package or below a path. */
export interface IgnoreEntry {
  readonly fingerprint?: string;
  readonly package?: string;
  /** As a URI. */
  readonly path?: string;
  /** Rules by their codes; without them, all. */
  readonly codes?: readonly string[];
  /** The version of the base with which it ends. */
  readonly until?: string;
  /** The last day on which it holds: `2026-12-31`. */
  readonly expires?: string;
  /** `package/item`, for readers; it also says which package's entry this is. */
  readonly item?: string;
  readonly owner?: string;
  readonly reason: string;
  readonly span: Span;
  /** The entry as it is written: the same text is the same acceptance. */
  readonly written: string;
}

export interface IgnoreProblem {
  readonly message: string;
  readonly span: Span;
}

export interface IgnoreFile {
  readonly uri: string;
  readonly text: string;
  readonly entries: readonly IgnoreEntry[];
  /** The level of a rule (`semver/param-renamed`), or of all that break in one way (`hazard:source`). */
  readonly levels: LevelChoices;
  /** What is not understood. With any problem, nothing in the file counts. */
  readonly problems: readonly IgnoreProblem[];
}

/** The nearest one above, as far as the top of the repository. */
export async function findIgnoreFile(host: Host, directory: string, top?: string): Promise<IgnoreFile | undefined> {
  for (let at = directory; ; at = dirname(at)) {
    const uri = joinUri(at, IGNORE_FILE);
    const bytes = await host.readFile(uri);
    if (bytes !== undefined) {
      const file = readIgnoreFile(uri, decodeUtf8(bytes).text);
      return (await leadsOut(host, uri)) ? withoutAll(file) : file;
    }
    if (at === top || dirname(at) === at || (await host.stat(joinUri(at, '.git'))) !== undefined) return undefined;
  }
}

/** The same for many directories at one moment: each directory is asked about once. */
export class IgnoreFiles {
  readonly #host: Host;
  readonly #known = new Map<string, Promise<IgnoreFile | undefined>>();

  constructor(host: Host) {
    this.#host = host;
  }

  async above(directory: string): Promise<IgnoreFile | undefined> {
    const waiting: string[] = [];
    let found: Promise<IgnoreFile | undefined> | undefined;
    for (let at = directory; found === undefined; at = dirname(at)) {
      found = this.#known.get(at);
      if (found !== undefined) break;
      waiting.push(at);
      // What is found here, if anything is, holds for all that waits.
      const own = await findIgnoreFile(this.#host, at, at);
      const isTop = dirname(at) === at || (await this.#host.stat(joinUri(at, '.git'))) !== undefined;
      if (own !== undefined || isTop) found = Promise.resolve(own);
    }
    for (const at of waiting) this.#known.set(at, found);
    return found;
  }
}

/** Is it a symbolic link to a file outside of the repository? */
async function leadsOut(host: Host, uri: string): Promise<boolean> {
  for (let at = dirname(uri); dirname(at) !== at; at = dirname(at)) {
    if ((await host.stat(joinUri(at, '.git'))) === undefined) continue;
    const [top, real] = [await host.realPath(at), await host.realPath(uri)];
    return top !== undefined && real !== undefined && relativeUri(top, real) === undefined;
  }
  return false;
}

function withoutAll({ uri, text }: IgnoreFile): IgnoreFile {
  const message = 'this is a symbolic link that leads out of the repository';
  return { uri, text, entries: [], levels: new Map(), problems: [{ message, span: { start: 0, end: 0 } }] };
}

export function readIgnoreFile(uri: string, text: string): IgnoreFile {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { disallowComments: true, allowEmptyContent: false });
  const reader = new IgnoreReader(dirname(uri));
  const [error] = errors;
  if (tree === undefined || error !== undefined) {
    const at = error ?? { offset: 0, length: 0, error: 1 as const };
    const span = { start: at.offset, end: at.offset + at.length };
    reader.problems.push({ message: `this is not JSON: ${wordsOf(printParseErrorCode(at.error))}`, span });
  } else reader.read(tree);
  const { entries, levels, problems } = reader;
  const sound = problems.length === 0;
  return { uri, text, entries: sound ? entries : [], levels: sound ? levels : new Map(), problems };
}

/** `CloseBraceExpected` → `close brace expected`. */
function wordsOf(code: string): string {
  return code.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).trim();
}

/** Why a value is not understood; undefined when it is. */
type Check = (value: unknown) => string | undefined;

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';
const text: Check = (value) => (isText(value) ? undefined : 'must be a text that is not empty');

/** What an entry may say, with what each value must be. */
const ENTRY_KEYS: Readonly<Record<string, Check>> = {
  fingerprint: (value) =>
    typeof value === 'string' && /^[0-9a-f]{1,32}$/.test(value)
      ? undefined
      : 'must be the hexadecimal digits of a change',
  code: (value) => codeProblem(value),
  item: text,
  package: (value) =>
    typeof value === 'string' && /^[^\s:/@]+:[^\s:/@]+$/.test(value)
      ? undefined
      : 'must be `namespace:name`, without a version',
  path: text,
  codes: (value) => {
    if (!Array.isArray(value) || value.length === 0) return 'must be a list of rules that is not empty';
    return value.map(codeProblem).find((it) => it !== undefined);
  },
  until: (value) => untilProblem(value),
  expires: (value) => dateProblem(value),
  owner: text,
  reason: text,
};

const TOP_KEYS = ['$schema', 'ignore', 'levels'] as const;

export function codeProblem(value: unknown): string | undefined {
  if (
    typeof value === 'string' &&
    value.startsWith('semver/') &&
    contractRule(value.slice('semver/'.length)) !== undefined
  )
    return undefined;
  return typeof value === 'string'
    ? `\`${value}\` is not a rule (docs/semver lists them)`
    : 'must be the code of a rule';
}

class IgnoreReader {
  readonly entries: IgnoreEntry[] = [];
  readonly levels = new Map<string, Level>();
  readonly problems: IgnoreProblem[] = [];
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  read(tree: Node): void {
    const top = this.#properties(tree, 'the file', TOP_KEYS);
    if (top === undefined) return;
    const [list, levels] = [top.get('ignore'), top.get('levels')];
    if (list === undefined && levels === undefined) this.#problem(tree, 'this has no list `ignore`');
    if (list !== undefined && list.type !== 'array') this.#problem(list, '`ignore` must be a list');
    for (const [index, it] of (list?.children ?? []).entries()) this.#entry(it, `entry ${index + 1}`);
    if (levels !== undefined) this.#levels(levels);
  }

  #problem(node: Node, message: string): void {
    this.problems.push({ message, span: { start: node.offset, end: node.offset + node.length } });
  }

  /** The values of an object by key; none may be there twice or be unknown. */
  #properties(node: Node, what: string, known?: readonly string[]): Map<string, Node> | undefined {
    if (node.type !== 'object') {
      this.#problem(node, `${what} must be an object`);
      return undefined;
    }
    const found = new Map<string, Node>();
    for (const { children: [key, value] = [] } of node.children ?? []) {
      if (key === undefined || value === undefined) continue;
      const name = String(getNodeValue(key));
      if (found.has(name)) this.#problem(key, `${what} has \`${name}\` twice`);
      else if (known !== undefined && !known.includes(name)) this.#problem(key, unknownKey(what, name, known));
      found.set(name, value);
    }
    return found;
  }

  #entry(node: Node, what: string): void {
    const before = this.problems.length;
    const properties = this.#properties(node, what, Object.keys(ENTRY_KEYS));
    if (properties === undefined) return;
    const values: Record<string, unknown> = {};
    for (const [key, value] of properties) {
      values[key] = getNodeValue(value);
      const problem = ENTRY_KEYS[key]?.(values[key]);
      if (problem !== undefined) this.#problem(value, `${what}: \`${key}\` ${problem}`);
    }
    if (values.reason === undefined) this.#problem(node, `${what} has no \`reason\``);
    const chosen = ['fingerprint', 'package', 'path'].filter((key) => key in values);
    if (chosen.length !== 1) this.#problem(node, `${what} needs one of \`fingerprint\`, \`package\` and \`path\``);
    // `--accept` writes the code of the one change that a fingerprint stands for.
    if ('code' in values && !('fingerprint' in values))
      this.#problem(
        properties.get('code') ?? node,
        `${what}: \`code\` belongs to a \`fingerprint\`; rules are listed as \`codes\``,
      );
    if (this.problems.length > before) return;
    const { code: _, path, ...rest } = values;
    this.entries.push({
      ...(rest as unknown as IgnoreEntry),
      ...(typeof path === 'string' ? { path: joinUri(this.#directory, path.replace(/\/+$/, '')) } : {}),
      span: { start: node.offset, end: node.offset + node.length },
      written: JSON.stringify(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1))),
    });
  }

  #levels(node: Node): void {
    for (const [code, value] of this.#properties(node, '`levels`') ?? []) {
      const asked: unknown = getNodeValue(value);
      const level = LEVELS.find((it) => it === asked);
      if (!isRule(code)) this.#problem(value, `\`levels\` names \`${code}\`, which is no rule and no hazard`);
      else if (level === undefined)
        this.#problem(value, `the level of \`${code}\` must be one of ${LEVELS.join(', ')}`);
      else this.levels.set(code, level);
    }
  }
}

function unknownKey(what: string, name: string, known: readonly string[]): string {
  return `${what} has the unknown key \`${name}\`${didYouMean(nearest(name, known))}`;
}

function isRule(code: string): boolean {
  if (code.startsWith('hazard:')) return HAZARDS.some((it) => code === `hazard:${it}`);
  return codeProblem(code) === undefined;
}

const HAZARDS = ['silent', 'link', 'build', 'source'] as const satisfies readonly Hazard[];
