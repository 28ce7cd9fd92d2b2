import { connect } from 'node:net';
import { plainConnect, startTcpServer } from '@stellwerk/testing';
import { networkSide } from './network-side.js';
import { codeOf, must, readAll } from './test/dial-to.js';
import type { SideListenRequest } from './side.js';

const side = (pbxAddresses: readonly string[], networks: readonly string[] = [], listenAddress = '127.0.0.1') =>
  networkSide({ listenAddress, pbxAddresses, networks, connect: plainConnect });
const hello: SideListenRequest['onConnection'] = (stream) => void stream.end('hello');

/** What a caller from `localAddress` gets to hear; empty when it was cut. */
const call = async (port: number, localAddress: string): Promise<string> => {
  const socket = connect({ host: '127.0.0.1', port, localAddress });
  return readAll(socket).then(String, () => '');
};

describe('the side in the worker’s own network', () => {
  // Everything of 127.0.0.0/8 is this machine: callers with addresses of our choice.
  const freeOne = async (): Promise<number> => {
    const server = await startTcpServer(() => undefined);
    await server.close();
    return server.port;
  };

  it('lets only the PBX itself call a private mapping', async () => {
    const port = await freeOne();
    const listener = must(await side(['127.0.0.5'], ['127.0.0.0/8']).listen({ port, exposure: 'private', onConnection: hello }));
    expect([await call(port, '127.0.0.5'), await call(port, '127.0.0.6'), await call(port, '127.0.0.1')]).toEqual(['hello', '', '']);
    await listener.close();
  });

  it('lets the declared networks call a gateway mapping, or only those that it names', async () => {
    const ports = [await freeOne(), await freeOne()] as const;
    const own = side(['127.0.0.5'], ['127.0.1.0/24']);
    const listeners = [
      must(await own.listen({ port: ports[0], exposure: 'gateway', onConnection: hello })),
      must(await own.listen({ port: ports[1], exposure: 'gateway', allowFrom: ['127.0.2.0/24'], onConnection: hello })),
    ];
    const heard = (port: number) => Promise.all(['127.0.0.5', '127.0.1.9', '127.0.2.9', '127.0.3.9'].map((from) => call(port, from)));
    expect(await heard(ports[0])).toEqual(['hello', 'hello', '', '']);
    expect(await heard(ports[1])).toEqual(['hello', '', 'hello', '']);
    for (const listener of listeners) await listener.close();
  });

  it('lets nobody call when it cannot read who may', async () => {
    const port = await freeOne();
    const listener = must(await side(['pbx.example'], []).listen({ port, exposure: 'private', onConnection: hello }));
    expect(await call(port, '127.0.0.1')).toBe('');
    await listener.close();
  });

  it('frees its port at once when closed, and says why it cannot listen', async () => {
    const taken = await startTcpServer(() => undefined);
    const request = { port: taken.port, exposure: 'private', onConnection: hello } as const;
    expect(codeOf(await side([]).listen(request))).toBe('local-port-taken');
    await taken.close();
    await must(await side([]).listen(request)).close();
    await must(await side([]).listen(request)).close();
    expect(codeOf(await side([], [], '192.0.2.1').listen(request))).toBe('listen-address-unavailable');
  });

  it('says whether the PBX refuses or cannot be reached', async () => {
    const echo = await startTcpServer((socket) => void socket.pipe(socket));
    const stream = must(await side([]).dial('127.0.0.1', echo.port));
    stream.end('there and back');
    expect((await readAll(stream)).toString()).toBe('there and back');
    await echo.close();
    expect(codeOf(await side([]).dial('127.0.0.1', echo.port))).toBe('pbx-refused');
    expect(codeOf(await side([]).dial('pbx.invalid', 80))).toBe('pbx-unreachable');
  });
});
