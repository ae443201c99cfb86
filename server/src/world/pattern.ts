// Patterns of a policy: `acme:*` and `acme:app` for packages, `wasi:sockets/*` for interfaces and worlds, with `#name` for
// functions (`wasi:filesystem/types#descriptor.open-*`). `*` stands for any run of characters inside of one name; alone it
// matches everything. A version after `@` matches itself and what begins with it: `@0.2` matches 0.2.6.

const NAME = '[A-Za-z0-9*][A-Za-z0-9*-]*';
const ITEM = `\\*|${NAME}:${NAME}(?:/${NAME})?(?:@[0-9A-Za-z.+-]+)?`;

/** For the schema. */
export const ITEM_PATTERN = `^(?:${ITEM})$`;
export const FUNCTION_PATTERN = `^(?:${ITEM})#${NAME}(?:\\.${NAME})?$`;

/** Each star multiplies the work of a match. */
const MOST_STARS = 4;

export function patternProblem(text: string, of: 'item' | 'function'): string | undefined {
  const example = of === 'item' ? '`wasi:sockets/*`' : '`wasi:filesystem/types#descriptor.open-at`';
  if (!new RegExp(of === 'item' ? ITEM_PATTERN : FUNCTION_PATTERN).test(text))
    return `must be a pattern such as ${example}, not \`${text}\``;
  return text.split('*').length - 1 > MOST_STARS ? `must have at most ${MOST_STARS} \`*\`: \`${text}\`` : undefined;
}

/** A thing that patterns are about: a package, an interface or world of it, a function of an interface. */
export interface Subject {
  /** `namespace:name` */
  readonly package: string;
  readonly version?: string | undefined;
  readonly item?: string | undefined;
  /** `f` or `resource.f` */
  readonly function?: string;
}

export function matches(pattern: string, subject: Subject): boolean {
  const [path = '', func] = pattern.split('#');
  if (func !== undefined && (subject.function === undefined || !(func === '*' || matchesName(func, subject.function))))
    return false;
  if (path === '*') return true;
  const [name = '', version] = path.split('@');
  const slash = name.indexOf('/');
  const [from, item] = slash < 0 ? [name, undefined] : [name.slice(0, slash), name.slice(slash + 1)];
  if (!matchesName(from, subject.package)) return false;
  if (item !== undefined && (subject.item === undefined || !matchesName(item, subject.item))) return false;
  return version === undefined || (subject.version !== undefined && isVersion(version, subject.version));
}

function isVersion(wanted: string, version: string): boolean {
  return version === wanted || (version.startsWith(wanted) && /[.+-]/.test(version[wanted.length] ?? ''));
}

function matchesName(pattern: string, name: string): boolean {
  if (!pattern.includes('*')) return pattern === name;
  const parts = pattern.split('*').map((it) => it.replace(/[.+]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^:/#.]*')}$`).test(name);
}
