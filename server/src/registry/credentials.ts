// Credentials for a host, in the order of wkg: its variable of the environment, its configuration, Docker's configuration and
// helpers. They are looked for only after the registry has asked for them, and sent to this host alone.

import { joinUri } from '../base/uri.ts';
import type { Host } from '../workspace/host.ts';
import type { Authorization, Network } from '../workspace/network.ts';
import { decodeBasic, type RegistryOptions } from './config.ts';
import { failure, type RegistryFailure } from './failure.ts';
import { isTable, parseTable, type Table, tableAt, textAt } from './json.ts';

export interface Credentials {
  readonly authorization: Authorization;
  /** Where they come from, for messages. */
  readonly from: string;
}

/** Undefined: the user has none for this host. `options`: what wkg's configuration says of the very host. */
export async function credentialsFor(
  host: Host,
  network: Network,
  registry: string,
  options: RegistryOptions | undefined,
): Promise<Credentials | RegistryFailure | undefined> {
  const variable = `WKG_REGISTRY_${registry.replace(/[^a-z0-9]/gi, '_').toUpperCase()}_AUTH_BEARER`;
  const token = network.env[variable];
  if (token !== undefined && token !== '') return { authorization: { kind: 'bearer', token }, from: `$${variable}` };
  if (options?.auth !== undefined)
    return { authorization: { kind: 'basic', ...options.auth }, from: "wkg's configuration" };
  const docker = await dockerConfig(host, network);
  if (docker === undefined) return undefined;
  return (await fromDocker(network, docker, registry)) ?? fromDocker(network, docker, `https://${registry}`);
}

async function dockerConfig(host: Host, network: Network): Promise<Table | undefined> {
  const { DOCKER_CONFIG: named } = network.env;
  const folder = named === undefined || named === '' ? joinUri(network.home, '.docker') : network.uriOf(named);
  const bytes = await host.readFile(joinUri(folder, 'config.json'));
  return bytes === undefined ? undefined : parseTable(bytes);
}

/** The order of `docker_credential`, which wkg uses. */
async function fromDocker(
  network: Network,
  config: Table,
  server: string,
): Promise<Credentials | RegistryFailure | undefined> {
  const own = textAt(tableAt(config, 'credHelpers'), server);
  if (own !== undefined) return fromHelper(network, own, server);
  const entry = tableAt(tableAt(config, 'auths'), server);
  if (textAt(entry, 'identitytoken') !== undefined)
    return failure(
      'denied',
      `Docker has an identity token for \`${server}\`, which is not supported: log in with a password or an access token`,
    );
  const auth = textAt(entry, 'auth');
  const [username, password] = [textAt(entry, 'username'), textAt(entry, 'password')];
  const basic =
    auth !== undefined && auth !== ''
      ? decodeBasic(auth)
      : username !== undefined && password !== undefined
        ? { username, password }
        : undefined;
  const from = "Docker's configuration";
  if (basic !== undefined) return { authorization: { kind: 'basic', ...basic }, from };
  const store = textAt(config, 'credsStore');
  return store === undefined || store === '' ? undefined : fromHelper(network, store, server);
}

async function fromHelper(network: Network, name: string, server: string): Promise<Credentials | undefined> {
  const output = await network.credentialHelper(name, server);
  let answer: unknown;
  try {
    answer = output === undefined ? undefined : JSON.parse(output);
  } catch {
    return undefined;
  }
  const [username, password] = isTable(answer) ? [textAt(answer, 'Username'), textAt(answer, 'Secret')] : [];
  // `<token>` marks an identity token.
  if (username === undefined || password === undefined || username === '<token>') return undefined;
  return { authorization: { kind: 'basic', username, password }, from: `docker-credential-${name}` };
}
