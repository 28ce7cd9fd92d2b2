import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A real web server whose files are a table; `requests` notes every path asked for. */
export interface FileServer {
  readonly origin: string;
  readonly requests: string[];
  /** A file, or a way to answer. */
  readonly files: Map<string, Buffer | ((response: ServerResponse) => void)>;
  close(): Promise<void>;
}

export async function serveFiles(): Promise<FileServer> {
  const files: FileServer['files'] = new Map();
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    requests.push(path);
    const file = files.get(path);
    if (file === undefined) return void response.writeHead(404).end('no such file');
    if (typeof file === 'function') return file(response);
    response.end(file);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    files,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
