import { describeWith, freePort, signal, type Sshd, sshdMissing, startSshd } from '@stellwerk/testing';
import type { Session } from './session.js';
import { endStaleSession, identify, type SessionIdentity } from './stale-session.js';
import { codeOf, dialTo, must } from './test/dial-to.js';

const named = async (session: Session): Promise<SessionIdentity> => {
  const identity = await identify(session);
  if (!identity) throw new Error('no identity');
  return identity;
};

const scenario = (as: 'self' | 'account'): void => {
  let sshd: Sshd;
  beforeAll(async () => (sshd = await startSshd({ as })));
  afterAll(() => sshd.stop());

  it('frees a port that a silent session holds, at once, and touches no other session', async () => {
    const port = await freePort();
    const listen = (session: Session) => session.listen({ port, exposure: 'private', onConnection: () => undefined });
    const [lost, neighbour] = [must(await dialTo(sshd)), must(await dialTo(sshd))];
    const identity = await named(lost);
    must(await listen(lost));
    // Silence, as a cut line makes it: the process lives, holds its port, and hears nothing.
    signal(identity.pid, 'SIGSTOP');
    const next = must(await dialTo(sshd));
    expect(codeOf(await listen(next))).toBe('remote-port-taken');
    expect(await endStaleSession(next, identity)).toBe('ended');
    expect(codeOf(await listen(next))).toBe('ok');
    expect(await neighbour.run('echo here', 10_000)).toBe('here\n');
    expect(await endStaleSession(next, identity)).toBe('gone');
    for (const session of [lost, neighbour, next]) session.destroy();
  }, 30_000);

  it('ends nothing whose start time, boot or trade is another, nor itself', async () => {
    const [one, other] = [must(await dialTo(sshd)), must(await dialTo(sshd))];
    const [mine, theirs] = [await named(one), await named(other)];
    expect(await endStaleSession(one, { ...theirs, startTime: '1' })).toBe('gone');
    expect(await endStaleSession(one, { ...theirs, bootId: theirs.bootId.replace(/./g, '0') })).toBe('gone');
    expect(await endStaleSession(one, mine)).toBe('refused');
    expect(await endStaleSession(one, { ...theirs, startTime: '1; touch /x' })).toBe('refused');
    const shell = /^(\d+) (\d+)$/m.exec(
      (await one.run(`sh -c 'read -r l < /proc/$$/stat; set -- \${l##*) }; echo $$ \${20}; exec sleep 5' & sleep 0.2`, 10_000)) ?? '',
    );
    if (shell) expect(await endStaleSession(other, { ...theirs, pid: Number(shell[1]), startTime: shell[2] ?? '' })).not.toBe('ended');
    expect(await other.run('echo alive', 10_000)).toBe('alive\n');
    for (const session of [one, other]) session.destroy();
  }, 30_000);

  it('knows no identity where no command may be run', async () => {
    await sshd.restart({ lines: ['ForceCommand /bin/false'] });
    const session = must(await dialTo(sshd));
    expect(await identify(session)).toBeNull();
    expect(await endStaleSession(session, { pid: 99_999, startTime: '1', bootId: '0'.repeat(36) })).toBeNull();
    session.destroy();
  }, 30_000);
};

describeWith(['sshd', 'ssh'], 'a stale session on a stock sshd', () => scenario('self'));

const missing = sshdMissing({ as: 'account' });
(missing ? describe.skip : describe)(`a stale session of an ordinary account${missing ? ` [${missing}]` : ''}`, () => scenario('account'));
