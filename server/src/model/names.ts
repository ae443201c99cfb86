// Names of packages and versions, and how they compare. Identity is exact: version and build metadata included, and no
// version is a version of its own (wit-parser `PackageName`).

import { memo } from '../base/memo.ts';
import type { PackageName, UsePath } from '../syntax/items.ts';

export interface PackageId {
  readonly namespace: string;
  readonly name: string;
  readonly version?: string;
}

export function packageId(syntax: PackageName): PackageId {
  const { namespace, name, version } = syntax;
  return { namespace: namespace.text, name: name.text, ...(version === undefined ? {} : { version: version.text }) };
}

/** What a package is called that no file names. */
export const UNNAMED = '(no package)';

/** What a component is read as, and a core module that carries a world: their own names nobody says. */
export const COMPONENT = 'root:component';
export const CORE_MODULE = 'root:root';

/** `ns:name`: is that something built, whose name says nothing of what it is? */
export function isBuild(name: string): boolean {
  return name === COMPONENT || name === CORE_MODULE;
}

function isUnnamed(id: PackageId): boolean {
  return id.namespace === '' && id.name === '';
}

/** `ns:name`: the package in whatever version. */
export function packageName({ namespace, name }: PackageId): string {
  return `${namespace}:${name}`;
}

/** `ns:name@version`: equal for equal packages. */
export function packageKey(id: PackageId): string {
  if (isUnnamed(id)) return UNNAMED;
  return id.version === undefined ? `${id.namespace}:${id.name}` : `${id.namespace}:${id.name}@${id.version}`;
}

/** The `package` line of a text that is shown, and an empty line; nothing for a package without a name. */
export function packageHeader(id: PackageId): string {
  return isUnnamed(id) ? '' : `package ${packageKey(id)};\n\n`;
}

/** `ns:name/item@version`, as components name their imports; of a package without a name, the item alone. */
export function itemPath(id: PackageId, item: string): string {
  if (isUnnamed(id)) return item;
  const version = id.version === undefined ? '' : `@${id.version}`;
  return `${id.namespace}:${id.name}/${item}${version}`;
}

/** A path as written, without spaces. */
export function pathText({ package: from, name }: UsePath): string {
  return from === undefined ? name.text : itemPath(packageId(from), name.text);
}

export interface SemVer {
  readonly major: bigint;
  readonly minor: bigint;
  readonly patch: bigint;
  readonly pre: readonly string[];
  readonly build: string;
}

const parsed = new Map<string, SemVer | undefined>();

export function parseVersion(text: string): SemVer | undefined {
  if (parsed.has(text)) return parsed.get(text);
  const version = readVersion(text);
  // A package says the same few versions over and over; a person who types says many.
  if (parsed.size >= 1000) parsed.clear();
  parsed.set(text, version);
  return version;
}

function readVersion(text: string): SemVer | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+([0-9A-Za-z.-]+))?$/.exec(text);
  if (match === null) return undefined;
  const [, major = '0', minor = '0', patch = '0', pre, build = ''] = match;
  return { major: BigInt(major), minor: BigInt(minor), patch: BigInt(patch), pre: pre?.split('.') ?? [], build };
}

/** Order of the `semver` crate: precedence, then build metadata. Versions that do not parse compare as text. */
export function compareVersions(a: string, b: string): number {
  if (a === b) return 0;
  const left = parseVersion(a);
  const right = parseVersion(b);
  if (left === undefined || right === undefined) return a < b ? -1 : a > b ? 1 : 0;
  for (const key of ['major', 'minor', 'patch'] as const) {
    if (left[key] !== right[key]) return left[key] < right[key] ? -1 : 1;
  }
  return comparePre(left.pre, right.pre) || compareText(left.build, right.build);
}

function comparePre(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return (a.length === 0 ? 1 : 0) - (b.length === 0 ? 1 : 0);
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const left = a[index];
    const right = b[index];
    if (left === undefined || right === undefined) return left === undefined ? -1 : 1;
    const order = comparePart(left, right);
    if (order !== 0) return order;
  }
  return 0;
}

function comparePart(a: string, b: string): number {
  const left = /^\d+$/.test(a);
  const right = /^\d+$/.test(b);
  if (left && right) return a.length - b.length || compareText(a, b);
  if (left !== right) return left ? -1 : 1;
  return compareText(a, b);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * The range of versions that toolchains take for one another: `1` for 1.2.3, `0.2` for 0.2.6; 0.0.x and prereleases are
 * compatible with nothing else (wit-parser `version_compat_track`).
 */
export function versionTrack(version: string): string {
  const read = parseVersion(version);
  if (read === undefined || read.pre.length > 0) return version;
  if (read.major !== 0n) return `${read.major}`;
  return read.minor !== 0n ? `0.${read.minor}` : version;
}

interface NamedInterface {
  readonly package: PackageId;
  readonly name: string | undefined;
  readonly loc: { readonly uri: string; readonly node: number };
}

/** What identifies an interface: its path, or for an inline one its place. */
export const interfaceKey = memo((it: NamedInterface): string =>
  it.name === undefined ? `${it.loc.uri}#${it.loc.node}` : itemPath(it.package, it.name),
);

/** How components name a function: by its kind, its name as written, and that of its resource. */
export function funcName(
  { kind, label, accessor }: { readonly kind: string; readonly label: string; readonly accessor?: string | undefined },
  resource: string | undefined,
): string {
  const mark = accessor === undefined ? '' : `[${accessor}]`;
  if (resource === undefined) return mark + label;
  return kind === 'constructor' ? `[constructor]${resource}` : `[${kind}]${mark}${resource}.${label}`;
}

/** The parts of a name as `funcName` makes it; a mark that is not known is part of the label. */
export function readFuncName(name: string): {
  readonly form?: 'method' | 'static' | 'constructor';
  readonly accessor?: 'get' | 'set';
  readonly resource?: string;
  readonly label: string;
} {
  const match = /^(?:\[(method|static|constructor)\])?(?:\[(get|set)\])?([^[\].]+)(?:\.([^[\].]+))?$/.exec(name);
  if (match === null) return { label: name };
  const [, form, accessor, first = '', second] = match;
  const parts = form === undefined ? { label: first } : { resource: first, label: second ?? first };
  return {
    ...parts,
    ...(form === undefined ? {} : { form: form as 'method' | 'static' | 'constructor' }),
    ...(accessor === undefined ? {} : { accessor: accessor as 'get' | 'set' }),
  };
}

/** A name of a component without its marks: `p` of `[get]p`, `r.m` of `[method]r.m`. */
export function unmarked(name: string): string {
  return name.replace(/^(?:\[[a-z]+\])+/, '');
}

/** A name of a component for people: `p (get)` for `[get]p`. */
export function shownName(name: string): string {
  const { form, accessor, label } = readFuncName(name);
  return form === undefined && accessor !== undefined ? `${label} (${accessor})` : name;
}

/** The name that a setter's getter has; undefined for whatever is no setter. */
export function getterName(name: string): string | undefined {
  return /^(?:\[[a-z]+\])*\[set\]/.test(name) ? name.replace('[set]', '[get]') : undefined;
}

/** Names with one key are one name to the component model, which compares without case and hyphens. */
export function labelKey(name: string): string {
  return name.toLowerCase().replaceAll('-', '');
}

/**
 * The same for what a component imports or exports (wasmparser `ComponentName`): the name of a method is that of its resource
 * when both are equal, a method equals a static function, and a version counts as it is written.
 */
export function externKey(name: string): string {
  if (!/[@[.]/.test(name)) return labelKey(name);
  const [, path = name, version = ''] = /^([^@]*)(@.*)?$/.exec(name) ?? [];
  const [, marks = '', label = path] = /^((?:\[[a-z]+\])*)(.*)$/.exec(path) ?? [];
  const key = labelKey(label);
  const [resource, member] = key.split('.');
  if (resource === member && resource !== undefined) return resource;
  const kept = marks.includes('[constructor]') ? '[constructor]' : marks.includes('[set]') ? '[set]' : '';
  return `${kept}${key}${version}`;
}
