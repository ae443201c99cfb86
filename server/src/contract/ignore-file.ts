// `.wit-ignore.json`: contract changes that somebody has looked at and lets pass, and kinds of changes that ask for another
// version than they would, for the packages in its directory and below. Always the one of the working tree, never that of the base.

import { dirname, joinUri } from '../base/uri.ts';
import { decodeUtf8 } from '../base/utf8.ts';
import { type Hazard, LEVELS, type Level } from '../semver/levels.ts';
import { contractRule } from '../semver/table.ts';
import type { LevelChoices } from '../semver/verdict.ts';
import type { Host } from '../workspace/host.ts';

export const IGNORE_FILE = '.wit-ignore.json';

/** One change by its fingerprint, or everything in a package or below a path. */
export interface IgnoreEntry {
  readonly fingerprint?: string;
  readonly package?: string;
  /** As a URI. */
  readonly path?: string;
  /** Without them, all. */
  readonly codes?: readonly string[];
  /** The version of the base with which it ends. */
  readonly until?: string;
  /** `package/item`, for people; whose entry this is. */
  readonly item?: string;
  readonly reason: string;
}

export interface IgnoreFile {
  readonly uri: string;
  readonly text: string;
  readonly entries: readonly IgnoreEntry[];
  /** The level of a rule (`semver/param-renamed`), or of all that break in one way (`hazard:source`). */
  readonly levels: LevelChoices;
  /** Why some of it, or all, holds for nothing. */
  readonly problems: readonly string[];
}

/** The nearest one above, as far as the top of the repository. */
export async function findIgnoreFile(host: Host, directory: string): Promise<IgnoreFile | undefined> {
  for (let at = directory; ; at = dirname(at)) {
    const uri = joinUri(at, IGNORE_FILE);
    const bytes = await host.readFile(uri);
    if (bytes !== undefined) return readIgnoreFile(uri, decodeUtf8(bytes).text);
    if (dirname(at) === at || (await host.stat(joinUri(at, '.git'))) !== undefined) return undefined;
  }
}

function readIgnoreFile(uri: string, text: string): IgnoreFile {
  const value = parsed(text);
  const list = isObject(value) ? (value.ignore ?? (value.levels === undefined ? undefined : [])) : undefined;
  if (!isObject(value) || !Array.isArray(list)) {
    const problem = value === undefined ? 'this is not JSON' : 'this has no list `ignore`';
    return { uri, text, entries: [], levels: new Map(), problems: [problem] };
  }
  const entries: IgnoreEntry[] = [];
  const { levels, problems } = readLevels(value.levels);
  for (const [index, it] of list.entries()) {
    const entry = entryOf(dirname(uri), it);
    if (typeof entry === 'string') problems.push(`entry ${index + 1} ${entry}`);
    else entries.push(entry);
  }
  return { uri, text, entries, levels, problems };
}

function readLevels(value: unknown): { levels: LevelChoices; problems: string[] } {
  const levels = new Map<string, Level>();
  const problems: string[] = [];
  if (value !== undefined && !isObject(value)) problems.push('`levels` is no object');
  for (const [code, asked] of Object.entries(isObject(value) ? value : {})) {
    const level = LEVELS.find((it) => it === asked);
    if (!isRule(code)) problems.push(`\`levels\` names \`${code}\`, which is no rule and no hazard`);
    else if (level === undefined) problems.push(`the level of \`${code}\` is none of ${LEVELS.join(', ')}`);
    else levels.set(code, level);
  }
  return { levels, problems };
}

function isRule(code: string): boolean {
  if (code.startsWith('hazard:')) return HAZARDS.some((it) => code === `hazard:${it}`);
  return code.startsWith('semver/') && contractRule(code.slice('semver/'.length)) !== undefined;
}

const HAZARDS = ['silent', 'link', 'build', 'source'] as const satisfies readonly Hazard[];

function entryOf(directory: string, value: unknown): IgnoreEntry | string {
  if (!isObject(value)) return 'is no object';
  const { fingerprint, package: name, path, codes, until, item, reason } = value;
  if (typeof reason !== 'string' || reason.trim() === '') return 'has no `reason`';
  const chosen = [fingerprint, name, path].filter((it) => typeof it === 'string');
  if (chosen.length !== 1) return 'needs one of `fingerprint`, `package` and `path`';
  return {
    reason,
    ...(typeof fingerprint === 'string' ? { fingerprint } : {}),
    ...(typeof name === 'string' ? { package: name } : {}),
    ...(typeof path === 'string' ? { path: joinUri(directory, path.replace(/\/+$/, '')) } : {}),
    ...(Array.isArray(codes) ? { codes: codes.filter((it) => typeof it === 'string') } : {}),
    ...(typeof until === 'string' ? { until } : {}),
    ...(typeof item === 'string' ? { item } : {}),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
