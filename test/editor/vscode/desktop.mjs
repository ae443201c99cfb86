// The suites of the extension host once more, in a desktop VS Code where there is one: that of the PATH, or the program that
// WIT_DESKTOP_CODE names. `WIT_DESKTOP_CODE=download` (or `download:1.100.0`) gets one; without it, nothing is downloaded.
import { spawnSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { downloadAndUnzipVSCode, resolveCliPathFromVSCodeExecutablePath } from '@vscode/test-electron';
import { packExtension, runSuites } from './run.mjs';

export async function runDesktop({ vsix, grep } = {}) {
  const { executable, reason } = await desktopCode();
  if (executable === undefined) return { editor: `desktop VS Code skipped: ${reason}`, results: [], skipped: 1 };
  const install = (profile, packed) => installInto(executable, profile, packed);
  const { version, ...rest } = await runSuites(executable, { packed: vsix ?? packExtension(), grep, install });
  return { editor: `desktop VS Code ${version} (${executable})`, ...rest };
}

async function desktopCode() {
  const named = process.env.WIT_DESKTOP_CODE;
  if (named !== undefined && /^download(:|$)/.test(named))
    return { executable: await downloadAndUnzipVSCode(named.slice('download:'.length) || 'stable') };
  if (named !== undefined && named !== '') {
    // Whoever names one wants it used.
    if (!existsSync(named)) throw new Error(`WIT_DESKTOP_CODE: there is no ${named}`);
    return { executable: path.resolve(named) };
  }
  const command = onPath(process.platform === 'win32' ? 'code.cmd' : 'code');
  if (command === undefined) return { reason: 'no `code` on PATH, and WIT_DESKTOP_CODE is not set' };
  const executable = executableOf(realpathSync(command));
  if (executable === undefined) return { reason: `no desktop program belongs to ${command}` };
  const blind = process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;
  return blind ? { reason: 'there is no display; run it under `xvfb-run`' } : { executable };
}

function onPath(name) {
  const directories = (process.env.PATH ?? '').split(path.delimiter).filter((it) => it !== '');
  return directories.map((it) => path.join(it, name)).find((it) => existsSync(it));
}

/** `code` is a script beside the program. */
function executableOf(script) {
  const places = { darwin: ['../../../../MacOS/Electron', '../../../../MacOS/Code'], win32: ['../../Code.exe'] };
  const candidates = (places[process.platform] ?? ['../../code']).map((it) => path.resolve(script, it));
  return candidates.find((it) => it !== script && existsSync(it));
}

function installInto(executable, profile, vsix) {
  const cli = resolveCliPathFromVSCodeExecutablePath(executable);
  const program = existsSync(cli) ? cli : executable;
  const directories = [`--user-data-dir=${profile.userData}`, `--extensions-dir=${profile.extensions}`];
  const args = [...directories, '--install-extension', path.resolve(vsix), '--force'];
  const shell = process.platform === 'win32';
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', timeout: 120_000, shell });
  if (status !== 0) throw new Error(`${vsix} was not installed (status ${status}):\n${stdout}\n${stderr}`);
}
