import { X509Certificate } from 'node:crypto';
import { type CheckSpec, DEFAULT_INTERVAL_SECONDS, EDGE, type Role, type Vantage } from '@stellwerk/domain';
import { readCertificate } from '@stellwerk/probe';
import type { CheckRow, FindingRow, NotificationRow } from '@stellwerk/store';
import { until } from '@stellwerk/testing';
import type { World } from './world.js';

/** Checks of a world's tenant, as its people make and see them. */
export class Checks {
  constructor(private readonly world: World) {}

  /** Adds a check, and says so as the API does. Due at once, then every `seconds`. */
  async add(spec: CheckSpec, more: { readonly seconds?: number; readonly vantage?: Vantage } = {}): Promise<string> {
    const { seconds = DEFAULT_INTERVAL_SECONDS[spec.kind], vantage = EDGE } = more;
    const { store, scope, tenantId } = this.world;
    const made = await store.forTenant(scope, (tx) =>
      tx.checks.create({
        tenantId,
        pbxId: null,
        edgeId: 'local',
        kind: spec.kind,
        name: spec.kind,
        params: spec.params,
        vantage,
        intervalSeconds: seconds,
      }),
    );
    if (!made.ok) throw new Error(JSON.stringify(made.refusal));
    await this.changed(made.value.id);
    return made.value.id;
  }

  changed = (id: string): Promise<boolean> => this.world.queue.bus.publish({ type: 'checks.changed', edgeId: 'local', checkIds: [id] });

  pause = (id: string): Promise<unknown> =>
    this.world.store.forTenant(this.world.scope, (tx) => tx.checks.pause(id, null, '')).then(() => this.changed(id));
  resume = (id: string): Promise<unknown> =>
    this.world.store.forTenant(this.world.scope, (tx) => tx.checks.resume(id)).then(() => this.changed(id));

  row = async (id: string): Promise<CheckRow> => {
    const found = await this.world.store.forTenant(this.world.scope, (tx) => tx.checks.find(id));
    if (!found) throw new Error('no such check');
    return found;
  };

  findings = async (checkId: string): Promise<readonly FindingRow[]> =>
    (await this.world.store.forTenant(this.world.scope, (tx) => tx.checkFindings.list({ limit: 50, state: 'all', checkId }))).items;

  /** Asks for a run as a person does, and waits until it is written down. */
  async run(id: string, withinMs = 15_000): Promise<CheckRow> {
    const before = (await this.row(id)).lastRunAt?.getTime();
    const { providerId } = this.world.scope;
    await this.world.queue.enqueue('check.run', { providerId, tenantId: this.world.tenantId, checkId: id, trigger: 'now' }, 'local');
    return this.ran(id, before, withinMs);
  }

  /** Waits for the first run after that one. */
  async ran(id: string, after?: number, withinMs = 15_000): Promise<CheckRow> {
    let row = await this.row(id);
    await until(
      `a run of ${row.kind}`,
      async () => (row = await this.row(id)).lastRunAt !== null && row.lastRunAt.getTime() !== after,
      withinMs,
    );
    return row;
  }

  /** Somebody who is told. */
  async member(role: Role): Promise<string> {
    const { store, scope, tenantId } = this.world;
    return store.asSystem('test', async (tx) => {
      const person = await tx.people.create({ email: `${role}@provider.example`, name: role, passwordHash: null });
      if (!person) throw new Error('there is such a person');
      const circle = { providerId: scope.providerId, tenantId: role.startsWith('tenant') || role === 'viewer' ? tenantId : null };
      await tx.members.add(circle, person.id, { role, tenantIds: 'all' });
      return person.id;
    });
  }

  /** What somebody was told of, oldest first. */
  told = async (personId: string): Promise<readonly NotificationRow[]> =>
    (await this.world.store.asSystem('test', (tx) => tx.notifications.list(personId, { limit: 50 }))).items.reverse();

  /** Uploads a certificate, PEM. */
  async upload(pem: string): Promise<string> {
    const { store, scope, tenantId } = this.world;
    const der = new X509Certificate(pem).raw;
    const read = readCertificate(der);
    if (!read.ok) throw new Error(read.detail);
    const { value: facts } = read;
    const made = await store.forTenant(scope, (tx) =>
      tx.certificates.upload({ tenantId, pbxId: null, role: 'any-server', name: facts.subject, facts, der, chain: [] }),
    );
    if (!made.ok) throw new Error(JSON.stringify(made.refusal));
    return made.value.row.id;
  }
}
