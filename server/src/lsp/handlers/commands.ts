// Commands that the server itself carries out, for clients without one of their own.

import { type CancellationToken, ErrorCodes, ExecuteCommandRequest, ResponseError } from 'vscode-languageserver';
import type { Client } from '../client.ts';
import { PUBLISHED_COMMANDS } from '../published-protocol.ts';
import { CHECK_DEPENDENCIES, DOCUMENT_COMMANDS, SHOW_CONTRACTS } from '../requests.ts';
import type { Session } from '../session.ts';
import { PREVIEW_COMPOSITION, SHOW_COMPOSITION, SHOW_WORLD } from '../world-protocol.ts';
import { showComposition } from './composition-preview.ts';
import { showDependencyStatus } from './dependencies.ts';
import { chooseBaseByCommand, composeByCommand, extractByCommand, showContractReport } from './document-commands.ts';
import { fetchPackage, updateDependency } from './fetch-package.ts';
import { checkRegistry } from './published.ts';
import { type Row, row } from './row.ts';
import { showWorld } from './worlds.ts';

interface Command {
  readonly name: string;
  readonly serves: (client: Client) => boolean;
  readonly run: (
    session: Session,
    args: readonly unknown[],
    token: CancellationToken,
  ) => Promise<null | ResponseError<void>>;
}

const hasNoViews = (client: Client): boolean => client.showsDocuments && !client.commands.has(SHOW_CONTRACTS);

/** A client that has a command of this name passes it on by itself, also while the server is not up yet. */
const creates =
  (name: string) =>
  (client: Client): boolean =>
    client.createsFiles && !client.commands.has(name);

const COMMANDS: readonly Command[] = [
  { name: SHOW_WORLD, serves: (client) => client.showsDocuments, run: showWorld },
  {
    name: SHOW_COMPOSITION,
    serves: (client) => client.showsDocuments && !client.commands.has(PREVIEW_COMPOSITION),
    run: showComposition,
  },
  {
    name: CHECK_DEPENDENCIES,
    serves: (client) => !client.commands.has(CHECK_DEPENDENCIES),
    run: (session, [uri], token) => showDependencyStatus(session, uri, token),
  },
  { name: DOCUMENT_COMMANDS.report, serves: hasNoViews, run: showContractReport },
  { name: DOCUMENT_COMMANDS.chooseBase, serves: hasNoViews, run: chooseBaseByCommand },
  { name: DOCUMENT_COMMANDS.compose, serves: hasNoViews, run: composeByCommand },
  {
    name: PUBLISHED_COMMANDS.check,
    serves: (client) => !client.commands.has(PUBLISHED_COMMANDS.check),
    run: checkRegistry,
  },
  { name: PUBLISHED_COMMANDS.fetch, serves: creates(PUBLISHED_COMMANDS.fetch), run: fetchPackage },
  { name: PUBLISHED_COMMANDS.update, serves: creates(PUBLISHED_COMMANDS.update), run: updateDependency },
  { name: DOCUMENT_COMMANDS.extract, serves: hasNoViews, run: extractByCommand },
];

/** For the test that runs each of them. */
export const COMMAND_NAMES: readonly string[] = COMMANDS.map((it) => it.name);

export const COMMAND_ROWS: readonly Row[] = [
  row(
    ExecuteCommandRequest.type,
    (client) => {
      const commands = COMMANDS.filter((it) => it.serves(client)).map((it) => it.name);
      return commands.length === 0 ? undefined : { executeCommandProvider: { commands } };
    },
    (session, params, token) =>
      COMMANDS.find((it) => it.name === params.command)?.run(session, params.arguments ?? [], token) ??
      new ResponseError(ErrorCodes.InvalidParams, `unknown command \`${params.command}\``),
  ),
];
