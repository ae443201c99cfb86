// What the client uses of `vscode-languageclient` when it runs: the values of its enumerations. The rest of it needs a window. And a
// client that answers what a test says.

import { EventEmitter } from './vscode.ts';

export const State = { Stopped: 1, Starting: 3, Running: 2, StartFailed: 4 } as const;
export const CloseAction = { DoNotRestart: 1, Restart: 2 } as const;
export const ErrorAction = { Continue: 1, Shutdown: 2 } as const;
export const RevealOutputChannelOn = { Debug: 0, Info: 1, Warn: 2, Error: 3, Never: 4 } as const;

type Respond = (params: unknown) => unknown;

export class FakeClient {
  state: number = State.Stopped;
  initializeResult: unknown = { serverInfo: { version: '9.9.9' } };
  /** Fails with this when it is started. */
  fault: Error | undefined;
  /** Its start waits for this. */
  gate: Promise<void> | undefined;
  disposed = false;
  readonly asked: [method: string, params: unknown][] = [];
  readonly responses = new Map<string, Respond>();
  readonly #states = new EventEmitter<{ newState: number }>();
  readonly #notified = new Map<string, Respond>();
  readonly #requested = new Map<string, Respond>();
  readonly onDidChangeState = this.#states.event;

  become(state: number): void {
    this.state = state;
    this.#states.fire({ newState: state });
  }

  async start(): Promise<void> {
    if (this.state === State.Running) return;
    this.become(State.Starting);
    await this.gate;
    // It was told to go meanwhile.
    if (this.disposed) return;
    if (this.fault !== undefined) {
      this.become(State.StartFailed);
      throw this.fault;
    }
    this.become(State.Running);
  }

  async dispose(): Promise<void> {
    this.disposed = true;
    this.become(State.Stopped);
  }

  async sendRequest(method: string, params: unknown): Promise<unknown> {
    if (this.state !== State.Running) throw new Error('Client is not running');
    this.asked.push([method, params]);
    const respond = this.responses.get(method);
    if (respond === undefined) throw new Error(`nobody answers ${method}`);
    return respond(params);
  }

  onNotification(method: string, told: Respond): void {
    this.#notified.set(method, told);
  }

  onRequest(method: string, answer: Respond): void {
    this.#requested.set(method, answer);
  }

  /** The server says this. */
  notify(method: string, params?: unknown): void {
    this.#notified.get(method)?.(params);
  }

  /** The server asks this. */
  request(method: string, params: unknown): unknown {
    return this.#requested.get(method)?.(params);
  }
}
