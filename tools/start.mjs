// `npm start`: the whole of Stellwerk on one machine. Takes its port and its data folder first, then installs and builds what is
// missing, then hands over to the compiled start in src/start.
import { chmodSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { join, relative, resolve } from 'node:path';
import { takeLock } from './lock.mjs';
import { fail, prepare, Refusal, ROOT } from './prepare.mjs';

const WAITING = `<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="2"><meta name="color-scheme" content="light dark">
<title>Stellwerk</title><body style="font:16px/1.5 system-ui;display:grid;place-items:center;min-height:90vh"><main><h1>Stellwerk</h1>
<p>Stellwerk startet. Diese Seite lädt von selbst neu.<br>Stellwerk is starting. This page reloads by itself.</p></main></body></html>`;

function port() {
  const text = process.env.PORT || '8080';
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0 || number > 65535)
    throw new Refusal(`PORT is "${text}". It must be a port from 1 to 65535, or 0 for any free one.`);
  return number;
}

/** Listens from the first moment on: nobody else can take the port meanwhile, and a browser sees that something is coming. */
function takePort(number) {
  const server = createServer((_request, response) => {
    response.writeHead(503, { 'content-type': 'text/html; charset=utf-8', 'retry-after': '2' }).end(WAITING);
  });
  return new Promise((done, refused) => {
    server.once('error', (error) => {
      if (error.code === 'EADDRINUSE') {
        refused(
          new Refusal(
            `Port ${number} on 127.0.0.1 is taken: Stellwerk may be running already, or another program has the port.\nOpen http://127.0.0.1:${number}, or choose another port: PORT=${number + 1} npm start`,
          ),
        );
      } else if (error.code === 'EACCES')
        refused(new Refusal(`This account may not listen on port ${number}. Choose one above 1023: PORT=8080 npm start`));
      else refused(error);
    });
    server.listen(number, '127.0.0.1', () => done(server));
  });
}

function takeData() {
  const folder = resolve(ROOT, process.env.STELLWERK_DATA || '.stellwerk');
  try {
    if (mkdirSync(folder, { recursive: true })) chmodSync(folder, 0o700);
  } catch (error) {
    throw new Refusal(`The data folder ${folder} cannot be made (${error.code}). Name another with STELLWERK_DATA.`);
  }
  const lock = takeLock(join(folder, 'start.lock'));
  if (!lock.held) {
    throw new Refusal(
      `Stellwerk already runs on the data folder ${relative(process.cwd(), folder) || folder} (process ${lock.pid}).\nStop it first, or name another folder: STELLWERK_DATA=/some/where npm start`,
    );
  }
  return { folder, lock };
}

try {
  const server = await takePort(port());
  const { folder, lock } = takeData();
  process.once('exit', () => lock.release());
  await prepare();
  const { start } = await import('./dist/start/main.js');
  await start({ server, data: folder, root: ROOT });
} catch (error) {
  fail(error);
}
