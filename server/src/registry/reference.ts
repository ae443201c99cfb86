// How a published version is named on the command line and in settings: `registry`, `registry:ns:name[@version]`,
// `oci://host/path[:tag]`. The prefix is needed, because `main:wit` is git's way to name a file of a revision.

import { isHost, isRepository, isTag } from './address.ts';

export type PublishedReference =
  /** The package itself, wherever it is published. */
  | { readonly kind: 'same' }
  | { readonly kind: 'package'; readonly name: string; readonly version: string | undefined }
  | { readonly kind: 'oci'; readonly host: string; readonly repository: string; readonly tag: string | undefined }
  /** It has the prefix, and cannot be read: why. */
  | { readonly kind: 'wrong'; readonly message: string };

/** Undefined for what names no published version. */
export function publishedReference(text: string): PublishedReference | undefined {
  if (text === 'registry') return { kind: 'same' };
  if (text.startsWith('registry:')) {
    const found = readPackageName(text.slice('registry:'.length));
    return found === undefined
      ? { kind: 'wrong', message: `\`${text}\` is not \`registry:ns:name\` or \`registry:ns:name@version\`` }
      : { kind: 'package', ...found };
  }
  if (!text.startsWith('oci://')) return undefined;
  const [, host = '', repository = '', tag] = /^oci:\/\/([^/]+)\/([^:@]+)(?::(.*))?$/.exec(text) ?? [];
  const isRight = isHost(host) && isRepository(repository) && (tag === undefined || isTag(tag));
  return isRight
    ? { kind: 'oci', host: host.toLowerCase(), repository, tag }
    : { kind: 'wrong', message: `\`${text}\` is not \`oci://host/path\` or \`oci://host/path:tag\`` };
}

/** `ns:name` or `ns:name@version`. */
export function readPackageName(
  text: string,
): { readonly name: string; readonly version: string | undefined } | undefined {
  const [, name, version] = /^([a-z0-9-]+:[a-z0-9-]+)(?:@(.+))?$/i.exec(text) ?? [];
  return name === undefined ? undefined : { name, version };
}
