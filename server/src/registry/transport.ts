// One question to a registry until it is answered: repeated when the registry is busy, along redirects, with what it asks for
// to be let in. Credentials go to the host that they are for, or to nobody.

import type { Clock } from '../base/task.ts';
import type { Authorization, HttpAnswer, Network, TlsOptions } from '../workspace/network.ts';
import { type Address, addressOf, hostnameOf, mayGiveTokens } from './address.ts';
import { type Challenge, readChallenge } from './challenge.ts';
import type { Credentials } from './credentials.ts';
import { failure, isRegistryFailure, type RegistryFailure, shown } from './failure.ts';
import { parseTable, textAt } from './json.ts';

/** A registry that can be asked. */
export interface Site {
  /** `host` or `host:port`. */
  readonly host: string;
  readonly scheme: 'http' | 'https';
  readonly tls: TlsOptions;
  /** Asked for at most once, and only when the registry wants credentials. */
  readonly credentials: () => Promise<Credentials | RegistryFailure | undefined>;
}

export interface Question {
  /** A path from the root of the site, or an address that the site has given. */
  readonly path: string;
  readonly accept: string;
  /** Maximum size of the answer in bytes. */
  readonly limit: number;
  /** What is read, for a token that allows it; undefined for what everybody may read. */
  readonly scope: string | undefined;
  /** What is here already: the answer may be that nothing changed. */
  readonly etag?: string | undefined;
  /** Milliseconds for all of it; 30 s without. */
  readonly time?: number;
}

export type Answered = Extract<HttpAnswer, { kind: 'answer' }>;

const TIME = 30_000;
const TRIES = 3;
const REDIRECTS = 5;
/** Milliseconds before a second try, doubled with each; a registry may ask for up to the other. */
const PAUSE = 250;
const LONGEST_PAUSE = 5000;
const TOKEN_LIMIT = 1 << 20;
/** Seconds a token is good for when nothing is said of it, as the specification has it. */
const TOKEN_LIFE = 60;
const MAX_TOKENS = 2000;

interface Token {
  readonly authorization: Authorization;
  /** Clock of the host. */
  readonly until: number;
}

/** A host that did not answer is not asked again and again within so many milliseconds. */
const DEAD = 10_000;

export class Transport {
  readonly #network: Network;
  readonly #clock: Clock;
  readonly #tokens = new Map<string, Token>();
  readonly #dead = new Map<string, { readonly until: number; readonly failure: RegistryFailure }>();

  constructor(network: Network, clock: Clock) {
    this.#network = network;
    this.#clock = clock;
  }

  /** The answer of any status but those that mean that there is none: 401, 403, 429 and 5xx. */
  async ask(site: Site, question: Question): Promise<Answered | RegistryFailure> {
    const address = addressOf(question.path, `${site.scheme}://${site.host}/`);
    // A link to another page must not lead elsewhere.
    if (address === undefined || address.origin !== originOf(site))
      return failure('invalid', `${site.host} names an address that is not its own`);
    const until = this.#clock.now() + (question.time ?? TIME);
    const known = this.#known(site, question.scope);
    const first = await this.#follow(site, address, question, known, until);
    if (isRegistryFailure(first) || first.status !== 401) return this.#judged(site, first);
    if (question.scope === undefined) return failure('denied', `${site.host} does not answer without credentials`);
    const challenge = readChallenge(first.headers['www-authenticate']);
    if (challenge === undefined) return failure('denied', `${site.host} wants credentials of an unknown kind`);
    const token = await this.#authorize(site, challenge, question.scope, until);
    if (isRegistryFailure(token)) return token;
    const second = await this.#follow(site, address, question, token.authorization, until);
    if (isRegistryFailure(second) || second.status !== 401) return this.#judged(site, second);
    this.#tokens.delete(tokenKey(site, question.scope));
    return failure('denied', `${site.host} does not accept ${token.from}`);
  }

  #judged(site: Site, answer: Answered | RegistryFailure): Answered | RegistryFailure {
    if (isRegistryFailure(answer)) return answer;
    if (answer.status === 403) return failure('denied', `${site.host} does not allow this (403)${detailOf(answer)}`);
    return answer;
  }

  #known(site: Site, scope: string | undefined): Authorization | undefined {
    const token = this.#tokens.get(tokenKey(site, scope));
    return token !== undefined && token.until > this.#clock.now() ? token.authorization : undefined;
  }

  /** Along redirects. Another origin is told nothing but the address itself. */
  async #follow(
    site: Site,
    from: Address,
    question: Question,
    authorization: Authorization | undefined,
    until: number,
  ): Promise<Answered | RegistryFailure> {
    const home = from.origin;
    let at = from;
    for (let count = 0; count <= REDIRECTS; count++) {
      const answer = await this.#send(site, at, question, at.origin === home ? authorization : undefined, until);
      if (isRegistryFailure(answer) || !isRedirect(answer.status)) return answer;
      const next = addressOf(answer.headers.location ?? '', at.href);
      if (next === undefined) return failure('invalid', `${site.host} redirects to something that is no address`);
      if (at.scheme === 'https' && next.scheme !== 'https')
        return failure('invalid', `${site.host} redirects from https to http, which is not followed`);
      at = next;
    }
    return failure('limit', `${site.host} redirects more than ${REDIRECTS} times`);
  }

  /** Tried again when the registry is busy or cannot be reached. */
  async #send(
    site: Site,
    { href, hostname, origin }: Address,
    { accept, limit, etag }: Question,
    authorization: Authorization | undefined,
    until: number,
  ): Promise<Answered | RegistryFailure> {
    const headers = {
      accept,
      'user-agent': 'wit-language-server',
      ...(etag === undefined ? {} : { 'if-none-match': etag }),
    };
    const isOwn = hostname === hostnameOf(site.host);
    const dead = this.#dead.get(origin);
    if (dead !== undefined && dead.until > this.#clock.now()) return dead.failure;
    for (let attempt = 0; ; attempt++) {
      const timeout = until - this.#clock.now();
      if (timeout <= 0) return failure('unreachable', `${site.host} did not answer in time`);
      const answer = await this.#network.get({
        ...{ url: href, headers, limit, timeout },
        ...(authorization === undefined ? {} : { authorization }),
        // What the user trusts for this registry is trusted for no other host.
        ...(isOwn ? { tls: site.tls } : {}),
      });
      if (answer.kind === 'answer' && !isBusy(answer.status)) return answer;
      const last = attempt + 1 >= TRIES;
      if (answer.kind === 'failed') {
        if (answer.reason === 'too-large') return failure('limit', `${hostname} sends too much: ${answer.message}`);
        if (answer.reason === 'timeout' || last)
          return this.#buried(origin, failure('unreachable', `${site.host} cannot be reached: ${answer.message}`));
      } else if (last) return failure('unreachable', `${site.host} is not available: it answers ${answer.status}`);
      await this.#network.wait(Math.min(pauseOf(answer, attempt), Math.max(0, until - this.#clock.now())));
    }
  }

  #buried(origin: string, found: RegistryFailure): RegistryFailure {
    if (this.#dead.size >= MAX_TOKENS) this.#dead.clear();
    this.#dead.set(origin, { until: this.#clock.now() + DEAD, failure: found });
    return found;
  }

  async #authorize(
    site: Site,
    challenge: Challenge,
    scope: string | undefined,
    until: number,
  ): Promise<Credentials | RegistryFailure> {
    const own = await site.credentials();
    if (own !== undefined && isRegistryFailure(own)) return own;
    // A token of the user's own is shown as it is.
    if (challenge.kind === 'basic' || own?.authorization.kind === 'bearer') {
      if (own === undefined) return failure('denied', `${site.host} wants credentials, and none are configured for it`);
      this.#remember(site, scope, { authorization: own.authorization, until: Number.POSITIVE_INFINITY });
      return own;
    }
    const realm = addressOf(challenge.realm, `${site.scheme}://${site.host}/`);
    if (realm === undefined || (site.scheme === 'https' && realm.scheme !== 'https'))
      return failure('invalid', `${site.host} names no address that gives tokens`);
    const isTrusted = mayKnow(site, realm);
    const query = [
      ...(challenge.service === undefined ? [] : [`service=${encodeURIComponent(challenge.service)}`]),
      ...[scope ?? challenge.scope].filter((it) => it !== undefined).map((it) => `scope=${encodeURIComponent(it)}`),
    ].join('&');
    const path = `${realm.href}${realm.href.includes('?') ? '&' : '?'}${query}`;
    const question = { path, accept: 'application/json', limit: TOKEN_LIMIT, scope: undefined };
    const address = addressOf(path) ?? realm;
    const answer = await this.#follow(site, address, question, isTrusted ? own?.authorization : undefined, until);
    if (isRegistryFailure(answer)) return answer;
    const from = own === undefined ? 'a request without credentials' : own.from;
    if (answer.status !== 200) return failure('denied', noToken(site.host, realm, answer.status, own, isTrusted));
    const table = parseTable(answer.body);
    const token = textAt(table, 'token') ?? textAt(table, 'access_token');
    if (token === undefined || !/^[\x21-\x7e]+$/.test(token))
      return failure('invalid', `${realm.hostname} gives no token`);
    const life = typeof table?.expires_in === 'number' && table.expires_in > 0 ? table.expires_in : TOKEN_LIFE;
    const authorization = { kind: 'bearer', token } as const;
    // Not used in its last moments.
    this.#remember(site, scope, { authorization, until: this.#clock.now() + life * 900 });
    return { authorization, from };
  }

  #remember(site: Site, scope: string | undefined, token: Token): void {
    if (this.#tokens.size >= MAX_TOKENS) this.#tokens.clear();
    this.#tokens.set(tokenKey(site, scope), token);
  }
}

function tokenKey({ scheme, host }: Site, scope: string | undefined): string {
  return `${scheme}://${host} ${scope ?? ''}`;
}

/** May the host that gives tokens see the credentials of the registry? Another one only over TLS, at the usual port. */
function mayKnow(site: Site, realm: Address): boolean {
  if (realm.origin === originOf(site)) return true;
  const name = hostnameOf(site.host);
  const isPlain = realm.scheme === 'https' && !/:\d+$/.test(realm.origin);
  return isPlain && mayGiveTokens(realm.hostname, name);
}

function originOf({ scheme, host }: Site): string | undefined {
  return addressOf(`${scheme}://${host}/`)?.origin;
}

function noToken(host: string, realm: Address, status: number, own: Credentials | undefined, sent: boolean): string {
  const answer = `${host} wants a token of ${realm.hostname}, which answers ${status}`;
  if (own === undefined) return `${answer}; no credentials are configured for ${host}`;
  return sent
    ? `${answer} to ${own.from}`
    : `${answer}; the credentials of ${host} are not sent to ${realm.hostname}, which is another host`;
}

function isRedirect(status: number): boolean {
  return status === 301 || status === 302 || status === 303 || status === 307 || status === 308;
}

function isBusy(status: number): boolean {
  return status === 429 || status >= 500;
}

function pauseOf(answer: HttpAnswer, attempt: number): number {
  const asked = answer.kind === 'answer' ? Number(answer.headers['retry-after']) : Number.NaN;
  const pause = Number.isFinite(asked) && asked >= 0 ? asked * 1000 : PAUSE * 2 ** attempt;
  return Math.min(pause, LONGEST_PAUSE);
}

/** The message in the error of the distribution specification. */
function detailOf({ body }: Answered): string {
  const errors = parseTable(body)?.errors;
  const message = Array.isArray(errors) ? textAt(errors[0], 'message') : undefined;
  return message === undefined || message === '' ? '' : `: ${shown(message)}`;
}
