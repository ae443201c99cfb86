// The project of the ten steps that every editor is taken through: a repository of its own, with all of it committed.
// What the steps are is in docs/editors.md; what happens beside the editor is in outside.sh.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** `package acme:clock@1.0.0`, interface `time`: record `instant { seconds: u64 }`, `now: func() -> instant`. */
const CLOCK =
  'AGFzbQ0AAQAHRgFBAgFCBAFyAQdzZWNvbmRzdwQAB2luc3RhbnQDAAABQAAAAQQAA25vdwECBAAVYWNtZTpjbG9jay90aW1lQDEuMC4wBQALCgEABHRpbWUDAAA=';

const FILES = {
  'wit/desk.wit': `package acme:desk@1.0.0;

interface desk {
  use types.{order};
  use kinds.{kind};
  use acme:money/amounts@1.0.0.{amount};
  use acme:clock/time@1.0.0.{instant};

  place: func(what: order, of: kind) -> amount;
  at: func() -> instant;
  find: func(id: string) -> option<order>;
}
`,
  'wit/types.wit': 'package acme:desk@1.0.0;\n\ninterface types {\n  record order {\n    id: u64,\n  }\n}\n',
  // Never opened: it changes on the disk only.
  'wit/kinds.wit': 'interface kinds {\n  enum kind {\n    food,\n    book,\n  }\n}\n',
  'wit/deps/money/money.wit':
    'package acme:money@1.0.0;\n\ninterface amounts {\n  record amount {\n    units: s64,\n  }\n\n  type percent = u32;\n}\n',
  'needs/wit/needs.wit':
    'package acme:needs;\n\ninterface j {\n  use acme:other/i@1.0.0.{t};\n\n  f: func() -> t;\n}\n',
};

/** The script of what happens beside an editor; it calls the server's command and git. */
export const OUTSIDE = path.join(import.meta.dirname, 'outside.sh');

/** Makes the project in a folder. */
export function makeSteps(folder) {
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  writeFileSync(path.join(folder, 'wit/deps/clock.wasm'), Buffer.from(CLOCK, 'base64'));
  const git = (...args) => execFileSync('git', ['-C', folder, ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
  git('init', '-q', '-b', 'main');
  for (const [key, value] of [
    ['user.name', 'Steps'],
    ['user.email', 'steps@example.com'],
    ['commit.gpgsign', 'false'],
  ])
    git('config', key, value);
  git('add', '.');
  git('commit', '-qm', 'one');
  // A mistake that is there when the file is opened.
  const desk = path.join(folder, 'wit/desk.wit');
  writeFileSync(desk, FILES['wit/desk.wit'].replace('id: string', 'id: strin'));
}
