// Addresses on the network: hosts, origins, and where a redirect or a link leads.

/** Every host has the parser of the URL Standard; the core's library does not name it. */
declare const URL: new (
  url: string,
  base?: string,
) => {
  readonly href: string;
  readonly origin: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly username: string;
  readonly password: string;
};

export interface Address {
  readonly href: string;
  /** Scheme, host and port. */
  readonly origin: string;
  readonly scheme: string;
  readonly hostname: string;
}

/** An absolute address of HTTP without credentials in it; undefined for everything else. */
export function addressOf(text: string, base?: string): Address | undefined {
  try {
    const url = new URL(text, base);
    if (!/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return undefined;
    return { href: url.href, origin: url.origin, scheme: url.protocol.slice(0, -1), hostname: url.hostname };
  } catch {
    return undefined;
  }
}

/** `host` or `host:port`, as configurations name registries. */
export function isHost(text: string): boolean {
  return /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i.test(text);
}

/** The part of a registry's name before its port. */
export function hostnameOf(host: string): string {
  return host.replace(/:\d+$/, '').toLowerCase();
}

/**
 * May a host get the credentials of a registry that sends there for tokens? It must be the registry, a domain that the registry
 * lies in, whose owner has power over it anyway, or `auth` beside it: `auth.example.com` of `registry.example.com`.
 */
export function mayGiveTokens(host: string, registry: string): boolean {
  if (host === registry) return true;
  if (/^[\d.]+$/.test(host) || /^[\d.]+$/.test(registry)) return false;
  const [, ...domain] = registry.split('.');
  const isBeside = domain.length >= 2 && host === ['auth', ...domain].join('.');
  return isBeside || (host.includes('.') && registry.endsWith(`.${host}`));
}

/** A repository of the OCI distribution specification. */
export function isRepository(text: string): boolean {
  return (
    text.length <= 255 &&
    /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/.test(text)
  );
}

/** A tag of the OCI distribution specification. No `+`: a version with build metadata cannot be a tag. */
export function isTag(text: string): boolean {
  return /^\w[\w.-]{0,127}$/.test(text);
}
