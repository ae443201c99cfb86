// Draws images/icon.png: two pieces that fit, a socket and a plug, as a component's import and export.
// Usage: node scripts/draw-icon.mjs
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { deflateSync } from 'node:zlib';

const size = 256;
/** Samples per pixel and direction: what makes the edges smooth. */
const samples = 4;

const violet = [101, 79, 240, 255];
const light = [242, 240, 255, 255];
const dark = [46, 32, 134, 255];
const clear = [0, 0, 0, 0];

const inRounded = (x, y, left, top, right, bottom, radius) => {
  const dx = Math.max(left + radius - x, 0, x - (right - radius));
  const dy = Math.max(top + radius - y, 0, y - (bottom - radius));
  return x >= left && x <= right && y >= top && y <= bottom && Math.hypot(dx, dy) <= radius;
};
const inCircle = (x, y, cx, cy, radius) => Math.hypot(x - cx, y - cy) <= radius;

/** The colour at a point, in a square of 256. */
function paint(x, y) {
  if (!inRounded(x, y, 8, 8, 248, 248, 48)) return clear;
  const knob = inCircle(x, y, 140, 128, 25) || (x >= 112 && x <= 140 && Math.abs(y - 128) <= 13);
  const hole = inCircle(x, y, 140, 128, 35) || (x >= 112 && x <= 140 && Math.abs(y - 128) <= 23);
  if (inRounded(x, y, 40, 72, 118, 184, 14) || knob) return light;
  if (inRounded(x, y, 128, 72, 216, 184, 14) && !hole) return dark;
  return violet;
}

function pixels() {
  const rows = Buffer.alloc(size * (size * 4 + 1));
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const sum = [0, 0, 0, 0];
      for (let i = 0; i < samples * samples; i++) {
        const at = (n) => (n + 0.5) / samples;
        const [red, green, blue, alpha] = paint(x + at(i % samples), y + at(Math.floor(i / samples)));
        sum[0] += red * alpha;
        sum[1] += green * alpha;
        sum[2] += blue * alpha;
        sum[3] += alpha;
      }
      const start = y * (size * 4 + 1) + 1 + x * 4;
      for (let i = 0; i < 3; i++) rows[start + i] = sum[3] === 0 ? 0 : Math.round(sum[i] / sum[3]);
      rows[start + 3] = Math.round(sum[3] / (samples * samples));
    }
  }
  return rows;
}

function crc(bytes) {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let i = 0; i < 8; i++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return (value ^ 0xffffffff) >>> 0;
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc(body));
  return Buffer.concat([length, body, check]);
}

const header = Buffer.alloc(13);
header.writeUInt32BE(size, 0);
header.writeUInt32BE(size, 4);
header.set([8, 6, 0, 0, 0], 8);
const png = Buffer.concat([
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  chunk('IHDR', header),
  chunk('IDAT', deflateSync(pixels(), { level: 9 })),
  chunk('IEND', Buffer.alloc(0)),
]);
writeFileSync(path.join(import.meta.dirname, '../images/icon.png'), png);
