// Contract changes as lists and texts, what they are counted from, and the old texts themselves.

import { type CancellationToken, ProtocolRequestType } from 'vscode-languageserver';
import { dirname } from '../../base/uri.ts';
import { contractChanges, uncompared } from '../../features/contracts/changes.ts';
import { contractMarkdown } from '../../features/contracts/markdown.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import {
  type ChooseBaseParams,
  CONTRACT_REQUESTS,
  type ContractBase,
  type ContractChanges,
  type ContractScope,
} from '../contract-protocol.ts';
import { packageJson } from '../contracts.ts';
import type { Session } from '../session.ts';
import { type Row, row } from './row.ts';

const request = <P, R>(method: string): ProtocolRequestType<P, R, never, void, void> => new ProtocolRequestType(method);

export const CONTRACT_ROWS: readonly Row[] = [
  row(request<ContractScope | null, ContractChanges>(CONTRACT_REQUESTS.changes), () => ({}), changes),
  row(request<ContractScope | null, string>(CONTRACT_REQUESTS.report), () => ({}), report),
  row(
    request<ContractScope | null, readonly ContractBase[]>(CONTRACT_REQUESTS.bases),
    () => ({}),
    async (session, params, token) => {
      const uri = scopeOf(session, params);
      // What `auto` is depends on the package.
      await compared(session, uri, token);
      return (await session.bases?.choices(uri)) ?? [];
    },
  ),
  row(request<ChooseBaseParams | null, null>(CONTRACT_REQUESTS.chooseBase), () => ({}), chooseBase),
];

export async function chooseBase(session: Session, params: ChooseBaseParams | null): Promise<null> {
  const base = typeof params?.base === 'string' && params.base !== '' ? params.base : undefined;
  const uri = scopeOf(session, params);
  await session.ready;
  const root = uri === undefined ? undefined : session.workspace.snapshot().rootOf(uri);
  session.bases?.choose(root?.uri ?? (uri === undefined ? '' : dirname(uri)), base);
  await session.bases?.idle;
  return null;
}

function scopeOf({ workspace }: Session, params: ContractScope | null): string | undefined {
  const uri = params?.textDocument?.uri;
  return uri === undefined ? undefined : workspace.identity(uri);
}

/** A moment at which everything that is asked for has been compared. */
async function compared(session: Session, uri: string | undefined, token: CancellationToken): Promise<Snapshot> {
  const { workspace, bases } = session;
  await session.ready;
  if (uri === undefined) await session.indexed();
  else await workspace.load(uri, session.task(token));
  const before = workspace.snapshot();
  const own = uri === undefined ? undefined : before.rootOf(uri);
  bases?.want(own === undefined ? before.workRoots : [own]);
  await bases?.idle;
  return workspace.snapshot();
}

async function changes(
  session: Session,
  params: ContractScope | null,
  token: CancellationToken,
): Promise<ContractChanges> {
  const uri = scopeOf(session, params);
  const snapshot = await compared(session, uri, token);
  const gone = uri === undefined ? await session.bases?.gone(snapshot) : undefined;
  return {
    packages: contractChanges(snapshot, session.contractBases, uri, gone).map((it) =>
      packageJson(session, snapshot, it),
    ),
    uncompared: uncompared(session.contractBases).map(({ roots, ...rest }) => ({
      ...rest,
      roots: roots.map((it) => session.convert.uri(it)),
    })),
  };
}

export async function report(
  session: Session,
  params: ContractScope | null,
  token: CancellationToken,
): Promise<string> {
  const uri = scopeOf(session, params);
  const snapshot = await compared(session, uri, token);
  const gone = uri === undefined ? await session.bases?.gone(snapshot) : undefined;
  return contractMarkdown(snapshot, session.contractBases, uri, gone);
}
