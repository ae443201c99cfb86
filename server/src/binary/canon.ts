// Canonical functions: `lift` makes a function of the component, everything else a core function, of which only the length is
// known here.

import { type Bytes, hex, readValue } from './reader.ts';

/** The number of the type of the function that is lifted; undefined for a core function. */
export function readCanon(reader: Bytes): number | undefined {
  const form = reader.byte();
  const operands = OPERANDS.get(form);
  if (operands === undefined) return reader.fail(undefined, `a canonical function of kind ${hex(form)}`);
  for (const it of operands) OPERAND[it](reader);
  return form === LIFT ? reader.unsigned() : undefined;
}

const LIFT = 0x00;

type Operand = keyof typeof OPERAND;

const OPERAND = {
  byte: (reader: Bytes) => reader.byte(),
  index: (reader: Bytes) => reader.unsigned(),
  options: (reader: Bytes) => reader.vector(() => readOption(reader)),
  result: (reader: Bytes) => (reader.byte() === 0 ? readValue(reader) : reader.byte()),
} as const;

/** From the form on, without the type of `lift`. */
const OPERANDS = new Map<number, readonly Operand[]>([
  [LIFT, ['byte', 'index', 'options']],
  // lower
  [0x01, ['byte', 'index', 'options']],
  // resource.new, .drop, .rep, .drop async
  ...same([0x02, 0x03, 0x04, 0x07], ['index']),
  // task.cancel, subtask.cancel, task.return
  [0x05, []],
  [0x06, ['byte']],
  [0x09, ['result', 'options']],
  // backpressure.set (older), .inc, .dec
  ...same([0x08, 0x24, 0x25], []),
  // context.get, .set
  ...same([0x0a, 0x0b], ['byte', 'index']),
  // thread.yield, subtask.drop
  [0x0c, ['byte']],
  [0x0d, []],
  // stream and future: new, read and write, cancel-read and -write, drop-readable and -writable, forward
  ...same([0x0e, 0x15], ['index']),
  ...same([0x0f, 0x10, 0x16, 0x17], ['index', 'options']),
  ...same([0x11, 0x12, 0x18, 0x19], ['index', 'byte']),
  ...same([0x13, 0x14, 0x1a, 0x1b, 0x2e, 0x2f], ['index']),
  // error-context.new, .debug-message, .drop
  ...same([0x1c, 0x1d], ['options']),
  [0x1e, []],
  // waitable-set.new, .wait, .poll, .drop, waitable.join
  [0x1f, []],
  ...same([0x20, 0x21], ['byte', 'index']),
  ...same([0x22, 0x23], []),
  // thread.index, .new-indirect, .resume-later, and those that switch
  [0x26, []],
  [0x27, ['index', 'index']],
  [0x28, []],
  ...same([0x29, 0x2a, 0x2b, 0x2c, 0x2d], ['byte']),
  // thread.spawn-ref, .spawn-indirect, .available-parallelism
  [0x40, ['index']],
  [0x41, ['index', 'index']],
  [0x42, []],
]);

function same(forms: readonly number[], operands: readonly Operand[]): [number, readonly Operand[]][] {
  return forms.map((form) => [form, operands]);
}

/** The encoding of strings, `async` and `gc` stand alone; memories, functions and types are given by number. */
function readOption(reader: Bytes): void {
  const option = reader.byte();
  if (option > 0x09) reader.fail(undefined, `an option ${hex(option)} of a canonical function`);
  else if (![0x00, 0x01, 0x02, 0x06, 0x09].includes(option)) reader.unsigned();
}
