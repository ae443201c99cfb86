// The proxy that the environment names for an address: HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY, in upper or lower case,
// as curl and wkg read them.

/** The address of the proxy; undefined when the address is asked directly. */
export function proxyFor(url: URL, env: Readonly<Record<string, string | undefined>>): string | undefined {
  const of = (name: string): string | undefined => env[name.toLowerCase()] || env[name] || undefined;
  const proxy = of(url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY') ?? of('ALL_PROXY');
  if (proxy === undefined || isExcluded(url, of('NO_PROXY') ?? '')) return undefined;
  return /^https?:\/\//i.test(proxy) ? proxy : `http://${proxy}`;
}

/** `host`, `.domain`, `*.domain`, either with a port, or `*`. A domain stands for everything in it. */
function isExcluded({ hostname, port, protocol }: URL, list: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const own = port === '' ? (protocol === 'https:' ? '443' : '80') : port;
  return list
    .split(/[\s,]+/)
    .filter((it) => it !== '')
    .some((entry) => {
      const [, name = '', only] = /^(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
      if (only !== undefined && only !== own && !name.includes(':')) return false;
      const domain = name.replace(/^\*?\./, '').replace(/^\[|\]$/g, '');
      return domain === '*' || host === domain || (domain !== '' && host.endsWith(`.${domain}`));
    });
}
