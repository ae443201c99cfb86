// A Kakoune without a screen: it takes keys, and says what it shows through its session.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { pause } from '../until.mjs';

export class Kakoune {
  #session = `wit${process.pid}`;
  #child;
  #out;
  #environment;
  #asked = 0;

  constructor(directory, environment, out) {
    this.#out = out;
    this.#environment = environment;
    this.#child = spawn('kak', ['-ui', 'json', '-s', this.#session], {
      cwd: directory,
      env: environment,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    this.#send('resize', [50, 160]);
  }

  #send(method, params) {
    this.#child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', method, params })}\n`);
  }

  keys(...keys) {
    this.#send('keys', keys);
  }

  #tell(commands) {
    return spawnSync('kak', ['-p', this.#session], { env: this.#environment, input: commands, timeout: 20_000 });
  }

  /** What an expansion gives in the window; `before` is done in a draft. */
  async #ask(expansion, before = '') {
    const end = `end ${++this.#asked}`;
    const ask = `evaluate-commands -client client0 -draft %{ ${before}; echo -to-file '${this.#out}' "${expansion}${end}" }`;
    for (let round = 0; round < 40; round++) {
      rmSync(this.#out, { force: true });
      this.#tell(ask);
      for (let look = 0; look < 20; look++) {
        const said = existsSync(this.#out) ? readFileSync(this.#out, 'utf8') : '';
        if (said.endsWith(end)) return said.slice(0, -end.length);
        await pause(10);
      }
    }
    throw new Error(`Kakoune does not say ${expansion}`);
  }

  /** Runs a command as a person would at the prompt. */
  async command(text) {
    this.keys('<esc>', ...`:${text}`.split('').map((it) => (it === '<' ? '<lt>' : it)), '<ret>');
  }

  text() {
    return this.#ask('%val{selection}', "execute-keys '%'");
  }

  line() {
    return this.#ask('%val{selection}', 'execute-keys x');
  }

  file() {
    return this.#ask('%val{buffile}');
  }

  completions() {
    return this.#ask('%opt{lsp_completions}');
  }

  async findings() {
    const counts = ['error', 'warning', 'info', 'hint'].map((it) => `%opt{lsp_diagnostic_${it}_count}`).join(' ');
    const [numbers, messages = ''] = (await this.#ask(`${counts}|%opt{lsp_inlay_diagnostics}`)).split(/\|(.*)/s);
    return { count: numbers.split(' ').reduce((sum, it) => sum + Number(it), 0), messages };
  }

  /** For the message of a failure. */
  async state() {
    const parts = [() => this.file(), () => this.text(), async () => JSON.stringify(await this.findings())];
    const said = [];
    for (const part of parts) said.push(await part().catch((error) => String(error)));
    return said.join('\n');
  }

  async stop() {
    this.#tell('evaluate-commands -client client0 %{ kill! }');
    const ended = new Promise((resolve) => this.#child.once('close', resolve));
    if (this.#child.exitCode === null) await Promise.race([ended, pause(5000)]);
    this.#child.kill('SIGKILL');
  }
}
