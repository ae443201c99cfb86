// What keeps a registry from answering. Nothing here throws: a failure is a value with words for the user.

export type FailureReason =
  /** It must not be asked now: `--offline`, and the cache does not have it. */
  | 'offline'
  /** Nobody has said where packages of this name are published. */
  | 'not-configured'
  /** The user's own configuration cannot be read. */
  | 'configuration'
  | 'unreachable'
  | 'denied'
  | 'not-found'
  /** It said something that a registry must not say, or that is no WebAssembly package. */
  | 'invalid'
  /** More than is read: bytes, pages, redirects. */
  | 'limit';

export interface RegistryFailure {
  readonly kind: 'failure';
  readonly reason: FailureReason;
  /** Lower case, without a final full stop; names the registry. */
  readonly message: string;
}

export function failure(reason: FailureReason, message: string): RegistryFailure {
  return { kind: 'failure', reason, message };
}

export function isRegistryFailure<T>(it: T | RegistryFailure): it is RegistryFailure {
  return typeof it === 'object' && it !== null && 'kind' in it && it.kind === 'failure';
}

/** A text of a registry, as it may be shown: short, and without what moves a cursor. */
export function shown(text: string): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '�');
  return plain.length > MOST_SHOWN ? `${plain.slice(0, MOST_SHOWN)}…` : plain;
}

const MOST_SHOWN = 200;
