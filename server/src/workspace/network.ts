// The network, and what the user has set up for it: the part of a host that only a machine has. Absent in a browser and in an
// untrusted workspace. Nothing here follows what a workspace says: configuration, credentials and programs are the user's own.

export interface HttpRequest {
  /** Absolute, `http:` or `https:`. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly authorization?: Authorization;
  /** Maximum size of the answer in bytes. */
  readonly limit: number;
  /** Milliseconds until all of the answer must be here. */
  readonly timeout: number;
  readonly tls?: TlsOptions;
}

export interface TlsOptions {
  /** Certificates, PEM, that are trusted beside those of the system. */
  readonly authorities: readonly string[];
  /** The user has switched the check of certificates off for this registry. */
  readonly unverified: boolean;
}

export type Authorization =
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  | { readonly kind: 'bearer'; readonly token: string };

export type HttpAnswer =
  | {
      readonly kind: 'answer';
      readonly status: number;
      /** By names in lower case. */
      readonly headers: Readonly<Record<string, string>>;
      readonly body: Uint8Array;
    }
  | { readonly kind: 'failed'; readonly reason: HttpFailure; readonly message: string };

export type HttpFailure = 'timeout' | 'too-large' | 'truncated' | 'unreachable';

/** Bytes that are kept between runs, shared by all processes of the user. A write is whole or did not happen. */
export interface Store {
  /** Undefined for what is not there. A key is a path of plain names. */
  read(key: string): Promise<Uint8Array | undefined>;
  /** False when it could not be written: then it is fetched again. */
  write(key: string, bytes: Uint8Array): Promise<boolean>;
}

export interface Network {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** URIs of the user's folders: `~`, `~/.config`. */
  readonly home: string;
  readonly config: string;
  /** A path of the user's environment, relative to where the process was started, as a URI. */
  uriOf(path: string): string;
  /** One GET: no redirect is followed, nothing is tried again. Never fails otherwise than by its answer. */
  get(request: HttpRequest): Promise<HttpAnswer>;
  /** Runs `docker-credential-NAME get` of the user's PATH; undefined when that fails. */
  credentialHelper(name: string, server: string): Promise<string | undefined>;
  /** SHA-256 as hexadecimal digits in lower case. */
  sha256(bytes: Uint8Array): Promise<string>;
  wait(milliseconds: number): Promise<void>;
  readonly store: Store;
}
