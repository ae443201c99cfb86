// URIs as an editor writes them, without Node and without a browser. Two spellings of one place become equal through
// `normalizeUri`; inside the server only the normal spelling exists (that of VS Code: nearly everything is escaped).

export interface Uri {
  readonly scheme: string;
  readonly authority: string;
  /** Decoded; with `/` between segments. */
  readonly path: string;
  readonly query: string;
  readonly fragment: string;
}

const PARTS = /^(?:([a-zA-Z][a-zA-Z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s;

/** Never fails: a text that is no URI is the path of a file. */
export function parseUri(text: string): Uri {
  const [, scheme = 'file', authority = '', path = '', query = '', fragment = ''] = PARTS.exec(text) ?? [];
  return {
    scheme: scheme.toLowerCase(),
    authority: decode(authority),
    path: lowerDrive(decode(path)),
    query: decode(query),
    fragment: decode(fragment),
  };
}

export function formatUri(uri: Uri): string {
  const { scheme, authority, query, fragment } = uri;
  const path = lowerDrive(uri.path);
  const slashes = authority !== '' || scheme === 'file' ? '//' : '';
  return (
    `${scheme}:${slashes}${encode(authority.toLowerCase(), AUTHORITY)}${encode(path, PATH)}` +
    (query === '' ? '' : `?${encode(query, SEGMENT)}`) +
    (fragment === '' ? '' : `#${encode(fragment, SEGMENT)}`)
  );
}

/** The one spelling of a URI that this server uses. */
export function normalizeUri(text: string): string {
  return formatUri(parseUri(text));
}

/** The last segment, decoded; empty for a root. */
export function basename(uri: string): string {
  const { path } = parseUri(uri);
  const trimmed = path.endsWith('/') ? path.slice(0, -1) : path;
  return trimmed.slice(trimmed.lastIndexOf('/') + 1);
}

/** The directory that holds it; the root holds itself. */
export function dirname(uri: string): string {
  const parsed = parseUri(uri);
  const trimmed = parsed.path.endsWith('/') ? parsed.path.slice(0, -1) : parsed.path;
  const slash = trimmed.lastIndexOf('/');
  return formatUri({ ...parsed, path: slash <= 0 ? '/' : trimmed.slice(0, slash), query: '', fragment: '' });
}

/** Goes from a directory down (or up, by `..`) along names, which are not escaped. */
export function joinUri(directory: string, ...names: readonly string[]): string {
  const parsed = parseUri(directory);
  return formatUri({ ...parsed, path: resolve(`${parsed.path}/${names.join('/')}`), query: '', fragment: '' });
}

/** The way from a directory to what lies in it, decoded; undefined when it lies elsewhere. Empty for itself. */
export function relativeUri(directory: string, uri: string): string | undefined {
  const from = parseUri(directory);
  const to = parseUri(uri);
  if (from.scheme !== to.scheme || from.authority !== to.authority) return undefined;
  if (from.path === to.path) return '';
  const prefix = from.path.endsWith('/') ? from.path : `${from.path}/`;
  return to.path.startsWith(prefix) ? to.path.slice(prefix.length) : undefined;
}

/** As `relativeUri`, also to what lies elsewhere, by `..`; undefined when there is no way. */
export function wayTo(directory: string, uri: string): string | undefined {
  let up = '';
  for (let from = directory; ; from = dirname(from)) {
    const rest = relativeUri(from, uri);
    if (rest !== undefined) return up + rest;
    if (from === dirname(from)) return undefined;
    up += '../';
  }
}

/** `windows` says whose rules the path follows. The path must be absolute. */
export function uriFromPath(path: string, windows = false): string {
  const slashed = windows ? path.replaceAll('\\', '/') : path;
  const share = windows ? /^\/\/([^/]+)(.*)$/s.exec(slashed) : null;
  const authority = share?.[1] ?? '';
  const inside = resolve(share?.[2] ?? slashed);
  return formatUri({ scheme: 'file', authority, path: inside, query: '', fragment: '' });
}

/** The path of a `file:` URI; undefined for every other scheme. */
export function uriToPath(uri: string, windows = false): string | undefined {
  const { scheme, authority, path } = parseUri(uri);
  if (scheme !== 'file') return undefined;
  if (!windows) return authority === '' ? path : `//${authority}${path}`;
  const drive = /^\/[a-zA-Z]:/.test(path) ? path.slice(1) : path;
  return (authority === '' ? drive : `//${authority}${path}`).replaceAll('/', '\\');
}

/** Takes out `.`, `..` and empty segments; the result begins with `/` and does not end with one. */
function resolve(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..') segments.pop();
    else segments.push(segment);
  }
  return `/${segments.join('/')}`;
}

/** Drive letters differ in case between tools; a drive is the same drive. */
function lowerDrive(path: string): string {
  return /^\/[A-Z]:/.test(path) ? `/${(path[1] ?? '').toLowerCase()}${path.slice(2)}` : path;
}

const PATH = /[^A-Za-z0-9\-._~/]+/g;
const SEGMENT = /[^A-Za-z0-9\-._~]+/g;
const AUTHORITY = /[^A-Za-z0-9\-._~:[\]]+/g;

function encode(text: string, unsafe: RegExp): string {
  return text.replace(unsafe, (part) =>
    encodeURIComponent(wellFormed(part)).replace(
      /[!'()*]/g,
      (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
    ),
  );
}

/** Half a surrogate pair has no escape. */
function wellFormed(text: string): string {
  return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');
}

/** What is no valid escape stays as it is written. */
function decode(text: string): string {
  return text.includes('%') ? text.replace(/(?:%[0-9a-fA-F]{2})+/g, decodeRun) : text;
}

function decodeRun(run: string): string {
  try {
    return decodeURIComponent(run);
  } catch {
    return run.length > 3 ? run.slice(0, 3) + decodeRun(run.slice(3)) : run;
  }
}
