import { routes } from '@stellwerk/contracts';
import { Refusal } from './refusal.js';
import { accept } from './validate.js';

function refused(work: () => unknown): Refusal {
  try {
    work();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('expected a refusal');
}

describe('what the schemas refuse', () => {
  it('points at every wrong field of a body, with a code of its own', () => {
    const { code, errors } = refused(() =>
      accept(
        routes.createTunnel.body,
        {
          name: '',
          sshServerId: 'x',
          enabled: 'yes',
          module: 'tetris',
          mappings: [{ name: 'a', direction: 'sideways', localPort: 0, remotePort: 70000, allowFrom: ['x y'] }],
        },
        'body',
      ),
    );
    expect(code).toBe('validation-failed');
    expect(Object.fromEntries(errors.map((error) => [error.pointer, error.code]))).toEqual({
      '/pbxId': 'required',
      '/name': 'too-short',
      '/sshServerId': 'malformed',
      '/enabled': 'wrong-type',
      '/module': 'not-one-of',
      '/mappings/0/direction': 'not-one-of',
      '/mappings/0/localPort': 'too-small',
      '/mappings/0/remotePort': 'too-large',
      '/mappings/0/allowFrom/0': 'cidr-malformed',
    });
  });

  it('points at query parameters by name', () => {
    expect(refused(() => accept(routes.listTunnels.query, { limit: '0' }, 'query')).errors).toEqual([
      { pointer: '?limit', code: 'too-small', params: { minimum: 1 } },
    ]);
  });

  it('treats a malformed id as an unknown one', () => {
    expect(refused(() => accept(routes.getTunnel.params, { id: "1' OR 1=1" }, 'params')).code).toBe('not-found');
  });

  it('escapes names in pointers as RFC 6901 says, and points at the whole body when it is not an object', () => {
    expect(refused(() => accept(routes.createTenant.body, null, 'body')).errors[0]).toMatchObject({ pointer: '' });
    expect(
      refused(() => accept(routes.createSshServer.body, { credential: { kind: 'magic' } }, 'body')).errors.map((error) => error.pointer),
    ).toContain('/credential/kind');
  });
});
