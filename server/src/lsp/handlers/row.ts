// What a request is to the server: its method, what it adds to the capabilities, and how it is answered.

import {
  type CancellationToken,
  ErrorCodes,
  type ProtocolRequestType,
  ResponseError,
  type ServerCapabilities,
} from 'vscode-languageserver';
import type { Client } from '../client.ts';
import { malformed } from '../params.ts';
import { answered, type Session } from '../session.ts';

export interface Row {
  readonly method: string;
  /** Undefined: this client gets no such answer. */
  readonly capabilities: (client: Client) => Partial<ServerCapabilities> | undefined;
  readonly listen: (session: Session) => void;
}

/** What is refused is answered with the reason. */
type Answer<R> = R | ResponseError<void>;

export function row<P, R, PR, E, O>(
  type: ProtocolRequestType<P, R, PR, E, O>,
  capabilities: Row['capabilities'],
  answer: (session: Session, params: P, token: CancellationToken) => Answer<R> | Promise<Answer<R>>,
): Row {
  const { method } = type;
  return {
    method,
    capabilities,
    listen(session) {
      session.connection.onRequest<unknown, void>(method, (params: P, token: CancellationToken) => {
        const wrong = malformed(method, params);
        if (wrong !== undefined) return new ResponseError(ErrorCodes.InvalidParams, wrong);
        return answered(session, { method, params, token }, (limited) => answer(session, params, limited));
      });
    },
  };
}
