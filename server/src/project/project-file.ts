// One `wit-language-server.json`: its text read strictly. What is not understood is a problem at its place; in an editor the rest
// counts, and the command line refuses the file.

import { getNodeValue, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Span } from '../base/text.ts';
import type { Level } from '../check/settings.ts';
import type { WorldRole } from '../semver/levels.ts';
import type { BumpPolicy } from '../semver/verdict.ts';
import type { CustomCapabilities } from '../world/capabilities.ts';
import type { PolicyRule } from '../world/policy-rule.ts';
import { PROJECT_SHAPE } from './keys.ts';
import { readShape, type ShapeProblem, spanOf } from './shape.ts';

export const PROJECT_FILE = 'wit-language-server.json';

/** As the file has it: paths are relative to the file. */
export interface ProjectValues {
  readonly $schema?: string;
  readonly extends?: string | readonly string[];
  readonly policy?: readonly PolicyRule[];
  /** By `ns:name` or `ns:name@version`. */
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly levels?: Readonly<Record<string, Level>>;
  readonly features?: readonly string[];
  readonly allFeatures?: boolean;
  readonly resolve?: 'toolchain' | 'workspace';
  readonly base?: string;
  readonly release?: string;
  readonly role?: WorldRole;
  readonly bumpPolicy?: BumpPolicy;
  readonly format?: { readonly width?: number };
  readonly capabilities?: CustomCapabilities;
  readonly exclude?: readonly string[];
  /** Where the site is that `docs` writes. */
  readonly site?: string;
}

export interface ProjectProblem {
  readonly code: ShapeProblem['code'] | 'project/not-json' | 'project/extends';
  readonly message: string;
  readonly span: Span;
}

export interface ProjectFile {
  readonly uri: string;
  readonly text: string;
  readonly values: ProjectValues;
  /** Where the files are named that this one extends, in their order. */
  readonly parents: readonly { readonly path: string; readonly span: Span }[];
  /** Where each rule of the policy is written. */
  readonly rules: readonly Span[];
  readonly problems: readonly ProjectProblem[];
}

/** Deeper than any value that a key can have; the parser descends as deep as the text. */
const DEEPEST = 20;

export function readProjectFile(uri: string, text: string): ProjectFile {
  const nothing = { uri, text, values: {}, parents: [], rules: [] };
  const refused = (message: string, span: Span): ProjectFile => ({
    ...nothing,
    problems: [{ code: 'project/not-json', message, span }],
  });
  // A byte order mark is no part of JSON; a space keeps the places.
  const json = text.startsWith('\ufeff') ? ` ${text.slice(1)}` : text;
  const deep = tooDeep(json);
  if (deep !== undefined) return refused('this is nested too deeply', { start: deep, end: deep + 1 });
  const errors: ParseError[] = [];
  const tree = parseTree(json, errors, { disallowComments: true, allowEmptyContent: false });
  const [error] = errors;
  if (tree === undefined || error !== undefined) {
    const at = error ?? { offset: 0, length: 0, error: 1 as const };
    const span = { start: at.offset, end: at.offset + at.length };
    return refused(`this is not JSON: ${wordsOf(printParseErrorCode(at.error))}`, span);
  }
  const problems: ProjectProblem[] = [];
  const values = readShape(tree, PROJECT_SHAPE, 'the file', (it) => void problems.push(it)) as
    | ProjectValues
    | undefined;
  const rules = (memberOf(tree, 'policy')?.children ?? []).filter((it) => it.type === 'object').map(spanOf);
  return { uri, text, values: values ?? {}, parents: parentsIn(tree), rules, problems };
}

function parentsIn(tree: Node): ProjectFile['parents'] {
  const node = memberOf(tree, 'extends');
  const nodes = node?.type === 'array' ? (node.children ?? []) : node === undefined ? [] : [node];
  return nodes
    .filter((it) => it.type === 'string')
    .map((it) => ({ path: String(getNodeValue(it)), span: spanOf(it) }))
    .filter((it) => it.path.trim() !== '');
}

function memberOf(tree: Node, name: string): Node | undefined {
  const members = tree.type === 'object' ? (tree.children ?? []) : [];
  return members.find(({ children: [key] = [] }) => key !== undefined && getNodeValue(key) === name)?.children?.[1];
}

/** Where the nesting exceeds what is read. */
function tooDeep(text: string): number | undefined {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (inString) {
      if (char === '\\') at++;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === '{' || char === '[') {
      if (++depth > DEEPEST) return at;
    } else if (char === '}' || char === ']') depth--;
  }
  return undefined;
}

/** `CloseBraceExpected` → `close brace expected`. */
function wordsOf(code: string): string {
  return code.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).trim();
}
