// A Kate on a screen of its own (Xvfb): keys go in, what is seen comes from its window's title, its pixels and the disk.
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { pause, until } from '../until.mjs';

/** The backgrounds of lines with an error or a warning, red, green and blue. */
const MARKED = [
  [255, 229, 229],
  [255, 242, 227],
];

/** The first line that a program says to one of its files. */
function firstLine(child, stream) {
  return new Promise((resolve, reject) => {
    let said = '';
    stream.on('data', (it) => {
      said += it;
      if (said.includes('\n')) resolve(said.slice(0, said.indexOf('\n')));
    });
    child.once('error', reject);
    child.once('close', () => reject(new Error('ended before it was ready')));
  });
}

export class Kate {
  #children = [];
  #environment;
  #service = '';

  /** Starts it on a file and waits for its window. */
  static async start(directory, environment, file) {
    const kate = new Kate();
    const screen = kate.#spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x800x24'], environment, [3]);
    const display = `:${await firstLine(screen, screen.stdio[3])}`;
    const bus = kate.#spawn('dbus-daemon', ['--session', '--nofork', '--print-address=1'], environment);
    const address = await firstLine(bus, bus.stdout);
    kate.#environment = { ...environment, DISPLAY: display, DBUS_SESSION_BUS_ADDRESS: address, QT_QPA_PLATFORM: 'xcb' };
    kate.#spawn('openbox', [], kate.#environment);
    kate.#spawn('kate', ['-b', '-n', file], kate.#environment, [], directory);
    await until('Kate on the bus', () => {
      kate.#service = /org\.kde\.kate-\d+/.exec(kate.#run('qdbus', []))?.[0] ?? '';
      return kate.#service !== '' && kate.title() !== '';
    });
    return kate;
  }

  #spawn(command, args, environment, more = [], cwd = undefined) {
    const stdio = ['ignore', 'pipe', 'ignore', ...more.map(() => 'pipe')];
    const child = spawn(command, args, { env: environment, stdio, cwd });
    child.stdout.resume();
    this.#children.push(child);
    return child;
  }

  #run(command, args) {
    const options = { env: this.#environment, encoding: 'utf8', timeout: 20_000 };
    return spawnSync(command, args, options).stdout.trim();
  }

  title() {
    return this.#run('xdotool', ['getactivewindow', 'getwindowname']);
  }

  async keys(...keys) {
    this.#run('xdotool', ['key', '--delay', '40', ...keys]);
    await pause(200);
  }

  async type(text) {
    this.#run('xdotool', ['type', '--delay', '30', text]);
    await pause(300);
  }

  open(file) {
    this.#run('qdbus', [this.#service, '/MainApplication', 'openUrl', `file://${file}`, '']);
  }

  /** An action of the main window, by its name in Kate. */
  action(name) {
    this.#run('qdbus', this.#activation(name));
  }

  #activation(name) {
    return [this.#service, '/kate/MainWindow_1', 'org.kde.KMainWindow.activateAction', name];
  }

  /** A command as a person finds it. */
  async command(words) {
    // The bar is modal: the bus answers when it closes.
    this.#spawn('qdbus', this.#activation('open_kcommand_bar'), this.#environment);
    await pause(1500);
    await this.type(words);
    await pause(1000);
    await this.keys('Return');
  }

  /** To the end of a line, then some columns back. */
  async go(line, back) {
    await this.keys('ctrl+g');
    await this.type(`${line}`);
    await this.keys('Return', 'End', ...new Array(back).fill('Left'));
  }

  /** How many pixels of the screen say that a line has a finding. */
  marked() {
    const { stdout } = spawnSync('xwd', ['-root', '-silent'], { env: this.#environment, maxBuffer: 2 ** 26 });
    const [header, width, height, row, colours] = [0, 16, 20, 48, 76].map((it) => stdout.readUInt32BE(it));
    let count = 0;
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const at = header + colours * 12 + y * row + x * 4;
        if (MARKED.some(([r, g, b]) => stdout[at] === b && stdout[at + 1] === g && stdout[at + 2] === r)) count++;
      }
    return count;
  }

  /** What is on the screen, as xwd keeps it. */
  picture(file) {
    this.#run('xwd', ['-root', '-silent', '-out', file]);
  }

  text(file) {
    return readFileSync(file, 'utf8');
  }

  async stop() {
    for (const child of this.#children.reverse()) child.kill('SIGKILL');
  }
}
