// What a registry asks for before it answers: `WWW-Authenticate: Basic …` or `Bearer realm="…",service="…",scope="…"` (RFC 9110,
// and the token specification of the CNCF distribution).

export type Challenge =
  | { readonly kind: 'basic' }
  | {
      readonly kind: 'bearer';
      readonly realm: string;
      readonly service: string | undefined;
      readonly scope: string | undefined;
    };

/** The first challenge that can be met: a token before a password. */
export function readChallenge(header: string | undefined): Challenge | undefined {
  if (header === undefined) return undefined;
  const bearer = /(?:^|,\s*)bearer\s+(.*)$/is.exec(header)?.[1];
  const values = new Map<string, string>();
  for (const [, name = '', quoted, plain] of (bearer ?? '').matchAll(
    /([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/g,
  )) {
    const value = quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '';
    if (!values.has(name.toLowerCase())) values.set(name.toLowerCase(), value);
  }
  const realm = values.get('realm');
  if (bearer !== undefined && realm !== undefined)
    return { kind: 'bearer', realm, service: values.get('service'), scope: values.get('scope') };
  return /(?:^|,\s*)basic\b/i.test(header) ? { kind: 'basic' } : undefined;
}
