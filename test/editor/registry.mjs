// A docker-registry on this machine with `acme:log` in two tracks and `acme:shelf`, for the tests in editors; and a user who has it.
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from './installed.mjs';

const log = (version, cases, more = '') =>
  `package acme:log@${version};\n\ninterface api {\n  enum level { ${cases} }\n  log: func(l: level);\n${more}}\n`;
const shelf = 'package acme:shelf@0.1.0;\n\nworld shelf {\n  import acme:log/api@0.1.0;\n}\n';

const PACKAGES = [
  ['acme/log', '0.1.0', log('0.1.0', 'a, b')],
  ['acme/log', '0.1.5', log('0.1.5', 'a, b', '  flush: func();\n')],
  ['acme/log', '0.2.0', log('0.2.0', 'a, b, c')],
  ['acme/shelf', '0.1.0', shelf, log('0.1.0', 'a, b')],
];

/** Undefined where there is no docker-registry or no wasm-tools: then tests that need it are skipped, and counted so. */
export async function startRegistry() {
  const wasmTools = programAt('wasm-tools');
  if (wasmTools === undefined || programAt('docker-registry') === undefined) return undefined;
  const folder = mkdtempSync(path.join(tmpdir(), 'wit-registry-'));
  const host = `127.0.0.1:${await freePort()}`;
  const yaml = `version: 0.1\nstorage:\n  filesystem:\n    rootdirectory: ${folder}/data\nhttp:\n  addr: ${host}\nlog:\n  level: error\n  accesslog:\n    disabled: true\n`;
  writeFileSync(path.join(folder, 'registry.yml'), yaml);
  const server = spawn('docker-registry', ['serve', path.join(folder, 'registry.yml')], { stdio: 'ignore' });
  const stop = () => {
    server.kill();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await answers(host);
    for (const [repository, tag, text, ...deps] of PACKAGES) {
      await push(`http://${host}/v2/${repository}`, tag, packageBytes(wasmTools, folder, text, deps));
    }
  } catch (error) {
    stop();
    throw error;
  }
  const config = path.join(folder, 'config.toml');
  writeFileSync(config, `[namespace_registries]\nacme = "${host}"\n[registry."${host}".oci]\nprotocol = "http"\n`);
  // The cache of another run would know what this registry has.
  const env = { WIT_E2E_REGISTRY: host, WKG_CONFIG_FILE: config, DOCKER_CONFIG: folder, XDG_CACHE_HOME: folder };
  return { host, env, stop };
}

/** A program of the PATH, else of the Rust programs that the tests have built. */
function programAt(name) {
  const tools = execFileSync('bash', [path.join(root, 'scripts/rust-tools.sh'), '--folder'], { encoding: 'utf8' });
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), path.join(tools.trim(), 'bin')];
  return folders.map((it) => path.join(it, name)).find((it) => existsSync(it));
}

function packageBytes(wasmTools, folder, text, deps) {
  const wit = path.join(folder, 'wit');
  rmSync(wit, { recursive: true, force: true });
  mkdirSync(path.join(wit, 'deps'), { recursive: true });
  writeFileSync(path.join(wit, 'it.wit'), text);
  for (const [index, it] of deps.entries()) writeFileSync(path.join(wit, 'deps', `${index}.wit`), it);
  const out = path.join(folder, 'it.wasm');
  execFileSync(wasmTools, ['component', 'wit', wit, '--wasm', '-o', out]);
  return readFileSync(out);
}

async function push(repository, tag, layer) {
  const created = '2026-03-01T10:00:00Z';
  const config = { created, architecture: 'wasm', os: 'wasip2', layerDigests: [digestOf(layer)] };
  const blobs = [
    ['application/vnd.wasm.config.v0+json', Buffer.from(JSON.stringify(config))],
    ['application/wasm', layer],
  ];
  const descriptors = [];
  for (const [mediaType, bytes] of blobs) {
    const begun = await done(fetch(`${repository}/blobs/uploads/`, { method: 'POST' }));
    const place = new URL(begun.headers.get('location'), repository);
    place.searchParams.set('digest', digestOf(bytes));
    await done(fetch(place, { method: 'PUT', body: bytes, headers: { 'content-type': 'application/octet-stream' } }));
    descriptors.push({ mediaType, digest: digestOf(bytes), size: bytes.length });
  }
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const manifest = { schemaVersion: 2, mediaType, config: descriptors[0], layers: descriptors.slice(1) };
  const headers = { 'content-type': mediaType };
  await done(fetch(`${repository}/manifests/${tag}`, { method: 'PUT', body: JSON.stringify(manifest), headers }));
}

async function done(answer) {
  const response = await answer;
  if (!response.ok) throw new Error(`${response.url} answers ${response.status}: ${await response.text()}`);
  return response;
}

function digestOf(bytes) {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

async function answers(host) {
  for (let tries = 0; tries < 200; tries++) {
    const there = await fetch(`http://${host}/v2/`).catch(() => undefined);
    if (there !== undefined) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('docker-registry does not answer');
}

function freePort() {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
