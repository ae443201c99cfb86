// The language server on another machine, for an editor on a page: over a WebSocket (bridge.mjs is the other end). Imports nothing.

/**
 * Connects; what is sent before the connection is there follows once it is.
 * @param {string} url of the bridge, `ws:` or `wss:`
 * @returns what `LSPClient.connect` takes, and `stop`, after which the bridge ends the server
 */
export function connectServer(url) {
  const socket = new WebSocket(url);
  const handlers = new Set();
  const waiting = [];
  socket.onopen = () => {
    for (const message of waiting.splice(0)) socket.send(message);
  };
  socket.onmessage = ({ data }) => {
    for (const handle of handlers) handle(data);
  };
  return {
    send: (message) => {
      if (socket.readyState === WebSocket.CONNECTING) waiting.push(message);
      else socket.send(message);
    },
    subscribe: (handle) => handlers.add(handle),
    unsubscribe: (handle) => handlers.delete(handle),
    stop: () => socket.close(),
  };
}
