import { randomBytes } from 'node:crypto';
import type { MtlsTest } from '@stellwerk/contracts';
import type { Locale } from '@stellwerk/domain';
import type { MtlsTestRow, Store } from '@stellwerk/store';
import { named } from '../audit/facts.js';
import { answerView } from '../checks/check.view.js';
import { found } from '../core/refused.js';
import type { TenantWrites } from '../core/tenant-writes.js';
import { Refusal } from '../http/refusal.js';
import type { Principal } from '../session/principal.js';

/** Where the workers' listener is reached from outside: every name below `domain` leads to it. */
export interface MtlsListener {
  readonly domain: string;
  readonly port: number;
}

/** A test is for the afternoon somebody sets federation up in. */
const RUNS_MS = 24 * 3_600_000;
/** 80 bits in the alphabet of DNS labels that nobody misreads (RFC 4648 §6, lower case). */
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const newLabel = (): string => Array.from(randomBytes(16), (byte) => ALPHABET[byte & 31]).join('');

/** The reverse MTLS test: the customer's server connects to a listener of ours, the only way to see its outbound side from outside. */
export class MtlsTestsService {
  constructor(
    private readonly store: Store,
    private readonly writes: TenantWrites,
    /** Null: the operator has set none up. */
    private readonly listener: MtlsListener | null,
  ) {}

  async get(who: Principal, pbxId: string, locale: Locale): Promise<MtlsTest> {
    const row = await this.store.forTenant(who.scope, async (tx) => found(await tx.federations.mtlsTest(pbxId)));
    return this.view(row, locale);
  }

  async start(who: Principal, pbxId: string, { dryRun, locale, now }: { dryRun: boolean; locale: Locale; now: number }): Promise<MtlsTest> {
    const row = await this.writes.run(who, { dryRun }, async (tx, after) => {
      const pbx = found(await tx.pbxs.find(pbxId));
      found(await tx.federations.lock(pbxId));
      if (this.listener === null) throw new Refusal('mtls-test-unavailable');
      const expiresAt = new Date(now + RUNS_MS);
      const started = found(await tx.federations.startMtlsTest(pbxId, { label: newLabel(), expiresAt }));
      after.audit({ action: 'mtls-test.started', tenantId: pbx.tenantId, target: named('pbx', pbx), after: { expiresAt } });
      return started;
    });
    return this.view(row, locale);
  }

  async end(who: Principal, pbxId: string, dryRun: boolean): Promise<void> {
    await this.writes.run(who, { dryRun }, async (tx, after) => {
      const pbx = found(await tx.pbxs.find(pbxId));
      found(await tx.federations.endMtlsTest(pbxId));
      after.audit({ action: 'mtls-test.ended', tenantId: pbx.tenantId, target: named('pbx', pbx) });
    });
  }

  private async view(row: MtlsTestRow, locale: Locale): Promise<MtlsTest> {
    const listening =
      this.listener !== null &&
      (await this.store.asSystem('look for a listener of the edge', (tx) => tx.mtlsTests.isListening(row.edgeId)));
    const domain = `${row.label}.${this.listener?.domain ?? 'invalid'}`;
    return {
      domain,
      host: domain,
      port: this.listener?.port ?? 5061,
      startedAt: row.startedAt.toISOString(),
      expiresAt: row.expiresAt.toISOString(),
      listening,
      sightings: row.sightings.map(({ at, remoteAddress, protocol, chain, answers }) => ({
        at: at.toISOString(),
        remoteAddress,
        protocol,
        clientCertificate: chain[0] ?? null,
        answers: answers.map((answer) => answerView(answer, locale)),
      })),
    };
  }
}
