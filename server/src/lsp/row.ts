// What a request is to the server: its method, what it adds to the capabilities, and how it is answered.

import type { CancellationToken, ProtocolRequestType, ServerCapabilities } from 'vscode-languageserver';
import type { Client } from './client.ts';
import { answered, type Session } from './session.ts';

export interface Row {
  readonly method: string;
  /** Undefined: this client gets no such answer. */
  readonly capabilities: (client: Client) => Partial<ServerCapabilities> | undefined;
  readonly listen: (session: Session) => void;
}

export function row<P, R, PR, E, O>(
  type: ProtocolRequestType<P, R, PR, E, O>,
  capabilities: Row['capabilities'],
  answer: (session: Session, params: P, token: CancellationToken) => R | Promise<R>,
): Row {
  return {
    method: type.method,
    capabilities,
    listen(session) {
      session.connection.onRequest<unknown, void>(type.method, (params: P, token: CancellationToken) =>
        answered(session, type.method, token, () => answer(session, params, token)),
      );
    },
  };
}
