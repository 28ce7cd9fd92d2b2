import type { routes, SshServerTest } from '@stellwerk/contracts';
import { type Credential, type Fault, fault, type HostKey, type Locale, parseAddress, type Result } from '@stellwerk/domain';
import type { Queue } from '@stellwerk/queue';
import type { Dialer } from '@stellwerk/probe';
import { type Connect, dial, type Inventory, inventory, type Session } from '@stellwerk/ssh';
import type { Store } from '@stellwerk/store';
import type { Egress } from '../core/egress.js';
import { type Limit, Throttle } from '../core/limits.js';
import type { BodyOf } from '../http/call.js';
import { notFound } from '../http/refusal.js';
import type { TenantWrites } from '../core/tenant-writes.js';
import type { Principal } from '../session/principal.js';
import { type CredentialVault, judgeCredential } from './credentials.js';
import { probeForwarding } from './test-forwarding.js';
import { TestSteps } from './test-steps.js';

type Input = BodyOf<typeof routes.testSshServer>;

export interface TestLimits {
  readonly principal: Limit;
  readonly target: Limit;
  /** Whole test, and each connection of the inventory; milliseconds. */
  readonly totalMs: number;
  readonly connectionMs: number;
}

/** One inventory costs the server up to four unauthenticated connections: OpenSSH starts to penalise a source at 15 s (domain reference, 5.7). */
export const TEST_LIMITS: TestLimits = {
  principal: { points: 30, seconds: 60 },
  target: { points: 10, seconds: 60 },
  totalMs: 14_000,
  connectionMs: 5_000,
};

/** What is known of the server under test before it is asked. */
interface Known {
  readonly allowedNetworks: readonly string[];
  /** Keys it must prove before a credential is sent. */
  readonly trusted: readonly HostKey[];
  readonly username: string | null;
  readonly credential: Credential | null;
  /** There is a stored credential, but it belongs to another host. */
  readonly storedElsewhere: boolean;
}

interface Engines {
  readonly dialer: Dialer;
  readonly vault: CredentialVault;
  readonly writes: TenantWrites;
  readonly queue: Pick<Queue, 'limiter'>;
}

/** Tries unsaved input against the real server, step by step, from the API's process through the guarded dialer. Nothing is stored. */
export class SshServerTestService {
  private readonly principals: Throttle;
  private readonly targets: Throttle;

  constructor(
    private readonly store: Store,
    private readonly egress: Egress,
    private readonly engines: Engines,
    private readonly limits: TestLimits = TEST_LIMITS,
  ) {
    this.principals = new Throttle(engines.queue, 'test-principal', limits.principal);
    this.targets = new Throttle(engines.queue, 'test-target', limits.target);
  }

  async run(who: Principal, input: Input, locale: Locale): Promise<SshServerTest> {
    const known = await this.look(who, input);
    this.egress.judgeLiteral({ host: input.host, port: input.port, allowedNetworks: known.allowedNetworks, pointer: '/host' });
    await this.principals.spend(who.id);
    await this.targets.spend(`${who.provider.id} ${input.host.toLowerCase()} ${input.port}`);
    // Opening an encrypted key costs processor time: only within the limits.
    if (input.credential !== undefined) await judgeCredential(input.credential);

    await this.audit(who, input, known);

    const steps = new TestSteps(locale);
    const signal = AbortSignal.timeout(this.limits.totalMs);
    const addresses = await this.resolve(steps, input, known, signal);
    const server = addresses === null ? null : await this.readServer(steps, input, known, signal);
    const trusted = server === null ? [] : trustedKeys(server, known, input.expectedFingerprint);
    if (server !== null) await this.signIn(steps, input, known, { trusted, signal });
    const comparable = known.trusted.length > 0 || input.expectedFingerprint !== undefined;
    return {
      steps: steps.all(),
      addresses: [...(addresses ?? [])],
      banner: server?.banner ?? null,
      hostKeys: (server?.hostKeys ?? []).map(({ type, fingerprint, bits }) => ({
        type,
        fingerprint,
        bits,
        matches: comparable ? trusted.some((key) => key.fingerprint === fingerprint) : null,
      })),
      successful: steps.successful,
    };
  }

  /** Takes from the stored SSH server what the input leaves out. Its credential only ever goes to its own host. */
  private look(who: Principal, input: Input): Promise<Known> {
    return this.store.forTenant(who.scope, async (tx) => {
      const tenant = await tx.tenants.find(input.tenantId);
      if (tenant === null) throw notFound('/tenantId');
      const stored = input.sshServerId === undefined ? null : await tx.sshServers.find(input.sshServerId);
      if (input.sshServerId !== undefined && stored?.tenantId !== input.tenantId) throw notFound('/sshServerId');
      const same = stored !== null && stored.host.toLowerCase() === input.host.toLowerCase() && stored.port === input.port;
      const sealed = same && input.credential === undefined ? await tx.sshServers.credential(stored.id) : null;
      const opened =
        sealed === null || stored === null
          ? null
          : await this.engines.vault.open(tx.dataKeys, { tenantId: tenant.id, sshServerId: stored.id }, sealed);
      return {
        allowedNetworks: tenant.allowedNetworks,
        trusted: same ? stored.pinned : [],
        username: input.username ?? stored?.username ?? null,
        credential: input.credential ?? opened,
        storedElsewhere: stored !== null && !same && input.credential === undefined,
      };
    });
  }

  /** Before anything is asked of the server: a test dials on the customer's behalf, and may sign in with a stored credential. */
  private audit(who: Principal, input: Input, known: Known): Promise<void> {
    const { host, port, tenantId, sshServerId } = input;
    const signsInWith = input.credential !== undefined ? 'given' : known.credential !== null ? 'stored' : 'nothing';
    return this.engines.writes.run(who, { dryRun: false }, async (_, after) =>
      after.audit({
        action: 'ssh-server.tested',
        tenantId,
        target: { kind: 'ssh-server', id: sshServerId ?? '', name: `${host}:${port}` },
        after: { host, port, username: known.username, signsInWith },
      }),
    );
  }

  private async resolve(steps: TestSteps, input: Input, known: Known, signal: AbortSignal): Promise<readonly string[] | null> {
    const start = performance.now();
    const resolved = await this.engines.dialer.resolve(input.host, input.port, {
      allowedNetworks: known.allowedNetworks,
      signal,
      timeoutMs: this.limits.connectionMs,
    });
    const tookMs = performance.now() - start;
    if (!resolved.ok) {
      steps.failed('name', tookMs, resolved.fault);
      return null;
    }
    const { addresses } = resolved.value;
    if (parseAddress(input.host) === null) steps.passed('name', tookMs, 'name-resolved', { addresses });
    else steps.passed('name', tookMs, 'name-is-address');
    return addresses;
  }

  private connector(known: Known): Connect {
    return (host, port, signal) =>
      this.engines.dialer.connect(host, port, { allowedNetworks: known.allowedNetworks, signal, timeoutMs: this.limits.connectionMs });
  }

  /** Port, banner and host keys come from one reading of the server, so that it is not knocked at more often than needed. */
  private async readServer(steps: TestSteps, input: Input, known: Known, signal: AbortSignal): Promise<Inventory | null> {
    const start = performance.now();
    let connectedAt: number | null = null;
    const connect = this.connector(known);
    const timed: Connect = async (host, port, given) => {
      const result = await connect(host, port, given);
      if (result.ok) connectedAt ??= performance.now();
      return result;
    };
    const result = await inventory({ host: input.host, port: input.port, connect: timed, timeoutMs: this.limits.connectionMs, signal });
    return judgeReading(steps, result, { start, connectedAt, port: input.port, judgeKeys: (server) => judgeKeys(server, known, input) });
  }

  private async signIn(
    steps: TestSteps,
    input: Input,
    known: Known,
    trust: { trusted: readonly HostKey[]; signal: AbortSignal },
  ): Promise<void> {
    if (trust.trusted.length === 0) return steps.skipped('credentials', 'confirm-key-first');
    if (known.storedElsewhere) return steps.skipped('credentials', 'stored-credential-elsewhere');
    const { credential, username } = known;
    if (credential === null || username === null) return steps.skipped('credentials', 'no-credential');
    const start = performance.now();
    const dialled: Result<Session> = await dial({
      host: input.host,
      port: input.port,
      username,
      credential,
      connect: this.connector(known),
      judgeHostKey: (key) =>
        trust.trusted.some((known) => known.fingerprint === key.fingerprint)
          ? 'trusted'
          : { code: 'host-key-unconfirmed', hop: 'ssh-server', params: { type: key.type, received: key.fingerprint } },
      pinnedTypes: trust.trusted.map(({ type }) => type),
      timeoutMs: this.limits.connectionMs,
      signal: trust.signal,
    });
    if (!dialled.ok) return steps.failed('credentials', performance.now() - start, dialled.fault);
    steps.passed('credentials', performance.now() - start, 'signed-in', { username });
    try {
      await probeForwarding(steps, dialled.value);
    } finally {
      dialled.value.destroy();
    }
  }
}

interface Reading {
  readonly start: number;
  readonly connectedAt: number | null;
  readonly port: number;
  readonly judgeKeys: (server: Inventory) => 'shown' | 'match' | Fault;
}

const KEY_FAULTS: ReadonlySet<string> = new Set(['no-common-algorithm']);

/** Which step a fault of the inventory belongs to: before the connection the port, before the key exchange the banner. */
function judgeReading(steps: TestSteps, result: Result<Inventory>, { start, connectedAt, port, judgeKeys }: Reading): Inventory | null {
  if (connectedAt === null) {
    if (!result.ok) steps.failed('port', performance.now() - start, result.fault);
    return null;
  }
  steps.passed('port', connectedAt - start, 'port-open', { port });
  const tookMs = performance.now() - connectedAt;
  if (!result.ok) {
    steps.failed(KEY_FAULTS.has(result.fault.code) ? 'host-keys' : 'banner', tookMs, result.fault);
    return null;
  }
  const { banner, hostKeys } = result.value;
  steps.passed('banner', null, 'banner-read', { banner });
  if (hostKeys.length === 0) {
    steps.failed('host-keys', tookMs, {
      code: 'no-common-algorithm',
      hop: 'ssh-server',
      params: { server: [...result.value.algorithms.hostKeys], client: [] },
    });
    return null;
  }
  const judged = judgeKeys(result.value);
  if (typeof judged !== 'string') steps.failed('host-keys', tookMs, judged);
  else steps.passed('host-keys', tookMs, judged === 'match' ? 'keys-match' : 'keys-shown', { count: hostKeys.length });
  return result.value;
}

/** Whether the server proved a key that was pinned or confirmed; `shown` when there is none to compare with. */
function judgeKeys(server: Inventory, known: Known, { host, port, expectedFingerprint }: Input): 'shown' | 'match' | Fault {
  if (known.trusted.length === 0 && expectedFingerprint === undefined) return 'shown';
  if (trustedKeys(server, known, expectedFingerprint).length > 0) return 'match';
  const pin = known.trusted.find(({ type }) => server.hostKeys.some((key) => key.type === type)) ?? known.trusted[0];
  const received = server.hostKeys.find(({ type }) => type === pin?.type) ?? server.hostKeys[0];
  const expected = pin?.fingerprint ?? expectedFingerprint ?? '';
  return fault('host-key-changed', { host, port, type: received?.type ?? '', expected, received: received?.fingerprint ?? '' });
}

/** The keys among those proven now that were pinned or confirmed. A changed pinned key trusts nothing, whatever else was confirmed. */
function trustedKeys(server: Inventory, known: Known, expected: string | undefined): HostKey[] {
  const changed = server.hostKeys.some((key) => known.trusted.some((pin) => pin.type === key.type && pin.fingerprint !== key.fingerprint));
  const confirmed = server.hostKeys.filter((key) => key.fingerprint === expected);
  if (known.trusted.length === 0 || changed) return confirmed;
  return server.hostKeys.filter((key) => key.fingerprint === expected || known.trusted.some((pin) => pin.fingerprint === key.fingerprint));
}
