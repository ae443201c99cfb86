// One request over HTTP, through Node's `http` and `https` rather than `fetch`: they follow no redirect, take certificates for
// one request, and the proxies of the environment (HTTPS_PROXY, HTTP_PROXY, NO_PROXY) through an agent.

import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import tls from 'node:tls';
import { HttpProxyAgent } from 'http-proxy-agent';
import { HttpsProxyAgent } from 'https-proxy-agent';
import type { Authorization, HttpAnswer, HttpRequest, TlsOptions } from '../workspace/network.ts';
import { proxyFor } from './proxy.ts';

export function get(request: HttpRequest): Promise<HttpAnswer> {
  return new Promise((resolve) => {
    const { url, limit, timeout } = request;
    let timer: NodeJS.Timeout | undefined;
    const end = (answer: HttpAnswer): void => {
      clearTimeout(timer);
      resolve(answer);
      sent?.destroy();
    };
    const failed = (reason: 'timeout' | 'too-large' | 'truncated' | 'unreachable', message: string): void =>
      end({ kind: 'failed', reason, message });
    const sent = start(request);
    if (sent === undefined) return failed('unreachable', `\`${url}\` is not an address that can be asked`);
    timer = setTimeout(() => failed('timeout', `no answer within ${timeout / 1000} s`), timeout);
    const proxy = proxyOf(url);
    sent.on('error', (error: NodeJS.ErrnoException) =>
      failed('unreachable', `${proxy === undefined ? '' : `through the proxy ${proxy}: `}${messageOf(error)}`),
    );
    // What a proxy answers in place of a tunnel is no answer of the registry.
    sent.on('proxyConnect', ({ statusCode }: { readonly statusCode: number }) => {
      if (statusCode !== 200) failed('unreachable', `the proxy ${proxy ?? ''} answers ${statusCode}`);
    });
    sent.on('response', (response) => {
      const parts: Buffer[] = [];
      let size = 0;
      response.on('data', (part: Buffer) => {
        size += part.length;
        if (size > limit) return failed('too-large', `the answer is larger than ${limit} bytes`);
        parts.push(part);
      });
      response.on('error', () => failed('truncated', 'the connection ended before the answer was complete'));
      response.on('close', () => {
        if (!response.complete) return failed('truncated', 'the connection ended before the answer was complete');
        end({
          kind: 'answer',
          status: response.statusCode ?? 0,
          headers: plain(response.headers),
          body: new Uint8Array(Buffer.concat(parts)),
        });
      });
    });
    sent.end();
  });
}

function start({ url, headers, authorization, tls }: HttpRequest): http.ClientRequest | undefined {
  try {
    const address = new URL(url);
    const all = authorization === undefined ? headers : { ...headers, authorization: headerOf(authorization) };
    const options = { headers: all, agent: agentFor(address) };
    if (address.protocol === 'http:') return http.request(address, options);
    return address.protocol === 'https:' ? https.request(address, { ...options, ...trustOf(tls) }) : undefined;
  } catch {
    return undefined;
  }
}

function headerOf(it: Authorization): string {
  if (it.kind === 'bearer') return `Bearer ${it.token}`;
  return `Basic ${Buffer.from(`${it.username}:${it.password}`, 'utf8').toString('base64')}`;
}

function plain(headers: http.IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value] as const],
    ),
  );
}

/** Connections to one host are used again; more than a handful of proxies there cannot be. */
const agents = new Map<string, http.Agent>();
const MAX_AGENTS = 32;

function agentFor(url: URL): http.Agent {
  const proxy = proxyFor(url, process.env);
  const key = `${url.protocol} ${proxy ?? ''}`;
  const known = agents.get(key);
  if (known !== undefined) return known;
  if (agents.size >= MAX_AGENTS) agents.clear();
  const made = createAgent(url.protocol === 'https:', proxy);
  agents.set(key, made);
  return made;
}

function createAgent(isSecure: boolean, proxy: string | undefined): http.Agent {
  const keep = { keepAlive: true, maxSockets: 8 };
  if (proxy === undefined) return isSecure ? new https.Agent(keep) : new http.Agent(keep);
  // The proxy may be one over TLS.
  const options = { ...keep, ...trustOf(undefined) };
  return isSecure ? new HttpsProxyAgent(proxy, options) : new HttpProxyAgent(proxy, options);
}

/** `host:port` of the proxy for an address, without the password that it may need. */
function proxyOf(url: string): string | undefined {
  const proxy = proxyFor(new URL(url), process.env);
  if (proxy === undefined) return undefined;
  return URL.canParse(proxy) ? new URL(proxy).host : 'of the environment';
}

/** Whom a connection trusts: what the system and $SSL_CERT_FILE name, and what the user has added for the registry. */
function trustOf(options: TlsOptions | undefined): Pick<https.RequestOptions, 'ca' | 'rejectUnauthorized'> {
  const own = [...environmentAuthorities().certificates, ...(options?.authorities ?? [])];
  return {
    ...(own.length === 0 ? {} : { ca: [...tls.rootCertificates, ...own] }),
    ...(options?.unverified === true ? { rejectUnauthorized: false } : {}),
  };
}

interface Authorities {
  /** PEM. */
  readonly certificates: readonly string[];
  /** What is wrong with a file that a variable names. */
  readonly faults: readonly string[];
}

let fromEnvironment: Authorities | undefined;

/** $NODE_EXTRA_CA_CERTS is read by Node itself, but only where no others are given. */
function environmentAuthorities(): Authorities {
  if (fromEnvironment !== undefined) return fromEnvironment;
  const certificates: string[] = [];
  const faults: string[] = [];
  for (const name of ['SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS']) {
    const file = process.env[name];
    if (file === undefined || file === '') continue;
    try {
      const text = readFileSync(file, 'utf8');
      if (text.includes('-----BEGIN CERTIFICATE-----')) certificates.push(text);
      else faults.push(`$${name} is \`${file}\`, which has no certificate in PEM`);
    } catch {
      faults.push(`$${name} is \`${file}\`, which cannot be read`);
    }
  }
  fromEnvironment = { certificates, faults };
  return fromEnvironment;
}

/** Errors of a chain of certificates that leads to nobody who is trusted. */
const UNTRUSTED: ReadonlySet<string> = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** What went wrong, in words. */
export function messageOf({ code = '', message }: NodeJS.ErrnoException): string {
  if (UNTRUSTED.has(code)) {
    const { faults } = environmentAuthorities();
    const hint = faults.length > 0 ? faults.join('; ') : '$SSL_CERT_FILE can name a file with those of its authority';
    return `its certificate is not trusted (${message}); ${hint}`;
  }
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'its name is not known to the name service';
    case 'ECONNREFUSED':
      return 'nothing listens there (connection refused)';
    case 'ECONNRESET':
      return 'the connection was reset';
    default:
      return message || code || 'unknown error';
  }
}
