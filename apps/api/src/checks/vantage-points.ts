import { failed, fault, judgeHostKey, ok, type Result, type Vantage } from '@stellwerk/domain';
import { type Connect, type Dialer, edgeVantage, sshVantage } from '@stellwerk/probe';
import { dial, type Session } from '@stellwerk/ssh';
import type { SealedCredential, Store } from '@stellwerk/store';
import { notFound } from '../http/refusal.js';
import type { Principal } from '../session/principal.js';
import type { CredentialVault } from '../ssh-servers/credentials.js';

interface Options {
  /** To SSH servers. */
  readonly dialer: Dialer;
  /** To what is looked at from this edge. */
  readonly lookout: Dialer;
  readonly vault: CredentialVault;
  readonly protectedEndpoints: readonly string[];
  readonly allowLoopback: boolean;
}

/** Where a preview looks from. Call `close` when done. */
export interface VantagePoint {
  readonly connect: Connect;
  readonly inside: boolean;
  readonly close: () => void;
}

const CONNECT_MS = 8_000;

/** The API's own vantage points: the same doors as the worker's, for looking at what nobody has saved yet. */
export class VantagePoints {
  constructor(
    private readonly store: Store,
    private readonly options: Options,
  ) {}

  /** @returns the vantage point, or why it cannot be used; throws a refusal for an SSH server that is not the customer's */
  async open(
    who: Principal,
    at: { readonly vantage: Vantage; readonly tenantId: string; readonly allowedNetworks: readonly string[] },
    signal: AbortSignal,
  ): Promise<Result<VantagePoint>> {
    const { lookout } = this.options;
    if (at.vantage.kind === 'edge') return ok({ connect: edgeVantage(lookout, at.allowedNetworks), inside: false, close: () => undefined });
    const session = await this.signIn(who, { ...at, sshServerId: at.vantage.sshServerId }, signal);
    if (!session.ok) return session;
    const connect = sshVantage({ ...this.options, dialer: lookout, open: (host, port) => session.value.open(host, port) });
    return ok({ connect, inside: true, close: () => session.value.destroy() });
  }

  /** With the stored credential, to a server that proves a pinned key and to no other. */
  private async signIn(
    who: Principal,
    at: { readonly sshServerId: string; readonly tenantId: string; readonly allowedNetworks: readonly string[] },
    signal: AbortSignal,
  ): Promise<Result<Session>> {
    const known = await this.store.forTenant(who.scope, async (tx) => {
      const server = await tx.sshServers.find(at.sshServerId);
      if (server?.tenantId !== at.tenantId) throw notFound('/vantage/sshServerId');
      const sealed = (await tx.sshServers.credential(server.id)) as SealedCredential;
      return { server, credential: await this.options.vault.open(tx.dataKeys, { tenantId: at.tenantId, sshServerId: server.id }, sealed) };
    });
    const { server, credential } = known;
    if (credential === null) return failed(fault('credential-unusable', { host: server.host, port: server.port }));
    // Nobody confirmed a key yet: the first to be met is not trusted with a credential here.
    if (server.pinned.length === 0) return failed(fault('host-key-unconfirmed', { type: '', received: '', known: [] }));
    return dial({
      host: server.host,
      port: server.port,
      username: server.username,
      credential,
      connect: (host, port, given) =>
        this.options.dialer.connect(host, port, { allowedNetworks: at.allowedNetworks, signal: given, timeoutMs: CONNECT_MS }),
      judgeHostKey: (key) => {
        const verdict = judgeHostKey(server.pinned, key);
        return typeof verdict === 'string' ? 'trusted' : verdict;
      },
      pinnedTypes: server.pinned.map(({ type }) => type),
      timeoutMs: CONNECT_MS,
      signal,
    });
  }
}
