// How a binary package is shown to a person: as a document of its own scheme, whose text the server makes. Inside the server
// only the file exists.

import { formatUri, normalizeUri, parseUri } from '../base/uri.ts';

/** `wit-wasm:/file/dir/name.wasm.wit` shows `file:///dir/name.wasm`. */
export const BINARY_SCHEME = 'wit-wasm';

export function shownBinary(uri: string): string | undefined {
  const parsed = parseUri(uri);
  if (!parsed.path.endsWith('.wasm')) return undefined;
  return formatUri({ ...parsed, scheme: BINARY_SCHEME, path: `/${parsed.scheme}${parsed.path}.wit` });
}

export function isView(uri: string): boolean {
  return uri.startsWith(`${BINARY_SCHEME}:`);
}

/** The normal spelling of a file: of the one that is shown, where this is the URI of a view. */
export function fileOf(uri: string): string {
  const parsed = parseUri(uri);
  const [, scheme, path] = (parsed.scheme === BINARY_SCHEME && /^\/([\w+.-]+)(\/.*)\.wit$/s.exec(parsed.path)) || [];
  return scheme === undefined || path === undefined ? normalizeUri(uri) : formatUri({ ...parsed, scheme, path });
}
