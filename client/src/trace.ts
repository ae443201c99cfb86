// The channel of `wit.trace.server`. The client library writes a trace only where the channel's own log level is
// "trace", which no setting can reach; here the setting is the level.
import * as vscode from 'vscode';

const name = 'WIT Language Server Trace';

export function traceChannel(): vscode.LogOutputChannel {
  const levels = new vscode.EventEmitter<vscode.LogLevel>();
  // Made when the first line is written: an empty channel would only clutter the list.
  let channel: vscode.OutputChannel | undefined;
  const open = (): vscode.OutputChannel => {
    channel ??= vscode.window.createOutputChannel(name);
    return channel;
  };
  const write = (message: string | Error): void => open().appendLine(String(message));
  const listener = vscode.workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration('wit.trace.server')) levels.fire(level());
  });
  return {
    name,
    get logLevel() {
      return level();
    },
    onDidChangeLogLevel: levels.event,
    trace: write,
    debug: write,
    info: write,
    warn: write,
    error: write,
    append: (text) => open().append(text),
    appendLine: write,
    replace: (text) => open().replace(text),
    clear: () => channel?.clear(),
    show: () => open().show(true),
    hide: () => channel?.hide(),
    dispose: () => {
      listener.dispose();
      levels.dispose();
      channel?.dispose();
    },
  };
}

function level(): vscode.LogLevel {
  const setting = vscode.workspace.getConfiguration('wit').get<string>('trace.server', 'off');
  return setting === 'off' ? vscode.LogLevel.Off : vscode.LogLevel.Trace;
}
