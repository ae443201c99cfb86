// The extension, activated over the thin `vscode` with clients that answer what a test says.

import { onTestFinished } from 'vitest';
import { activate, deactivate, type Entry } from '../../client/src/extension.ts';
import { FakeClient, State } from './languageclient.ts';
import { fake, resetVscode, Uri } from './vscode.ts';

export class Memento {
  readonly values = new Map<string, unknown>();
  get(key: string): unknown {
    return this.values.get(key);
  }
  async update(key: string, value: unknown): Promise<void> {
    this.values.set(key, value);
  }
}

export interface Extension {
  /** One for each start of the server. */
  readonly clients: FakeClient[];
  readonly client: FakeClient;
  /** What the client was made with. */
  readonly options: Record<string, unknown>;
  readonly globalState: Memento;
  readonly workspaceState: Memento;
  run(command: string, ...values: readonly unknown[]): Promise<unknown>;
}

interface Setup {
  readonly entry?: Entry;
  /** Answers by method. */
  readonly responses?: Readonly<Record<string, (params: unknown) => unknown>>;
  readonly prepare?: (client: FakeClient) => void;
  readonly globalState?: Memento;
  readonly workspaceState?: Memento;
}

/** Everything that waits for nothing but itself has happened. */
export async function settled(): Promise<void> {
  for (let at = 0; at < 10; at++) await new Promise((resolve) => setImmediate(resolve));
}

/** Starts with a fresh window, unless the test prepared one with `resetVscode` and says so. */
export async function extension({ entry = {}, responses = {}, prepare, ...states }: Setup = {}): Promise<Extension> {
  const { globalState = new Memento(), workspaceState = new Memento() } = states;
  const clients: FakeClient[] = [];
  const made: Record<string, unknown>[] = [];
  const subscriptions: { dispose(): unknown }[] = [];
  const context = {
    subscriptions,
    globalState,
    workspaceState,
    extensionUri: Uri.file('/ext'),
    extension: { packageJSON: { version: '1.2.3', contributes: { configuration: { properties: PROPERTIES } } } },
  };
  const launch = (options: object) => {
    const client = new FakeClient();
    for (const [method, respond] of Object.entries(responses)) client.responses.set(method, respond);
    prepare?.(client);
    clients.push(client);
    made.push({ ...options });
    return client;
  };
  // The test stands in for the window: what the types ask for beyond what is used is not there.
  activate(context as never, launch as never, entry);
  onTestFinished(async () => {
    await deactivate();
    for (const it of subscriptions) it.dispose();
    resetVscode();
  });
  await settled();
  return {
    clients,
    globalState,
    workspaceState,
    get client() {
      return clients.at(-1) ?? new FakeClient();
    },
    get options() {
      return made.at(-1) ?? {};
    },
    run: async (command, ...values) => {
      const result = await fake.commands.get(command)?.(...values);
      await settled();
      return result;
    },
  };
}

const PROPERTIES = {
  'wit.semver.base': {},
  'wit.docs.site': {},
  'wit.tools': {},
  'wit.trace.server': {},
  'other.setting': {},
};

export { fake, State };
