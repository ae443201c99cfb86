// Files that the server writes so that a client can open them. Any server knows them by where they lie: next to the sources
// they would be second packages of the same name.

/** Below the user's cache: a folder for each text, named by its hash. */
export const TEXTS_FOLDER = 'wit-language-server/base';
/** In a temporary folder `wit-language-server-XXXXXX`. */
export const PREVIEWS_FOLDER = 'preview';

const MADE = [/\/wit-language-server\/base\/[0-9a-f]{40}\/[^/]+$/, /\/wit-language-server-\w{6}\/preview\/[^/]+$/];

export function isMadeFile(uri: string): boolean {
  return uri.startsWith('file:') && MADE.some((it) => it.test(uri));
}
