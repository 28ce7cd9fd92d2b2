import type { Client, TunnelRequest } from '@stellwerk/contracts';
import type { BusMessage } from '@stellwerk/queue';
import { type Actor, hire, visit } from './cast.js';
import { customer, type Customer, mapping, type Party, startWorld, type World } from './world.js';

export const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();

/** A customer that asks and a provider that decides, over HTTP: what the specs of requests play on. */
export class Stage {
  at: Customer = { tenantId: '', pbxId: '', sshServerId: '' };
  requester: Actor | null = null;
  /** The customer's people. */
  asking!: Client;
  colleague!: Client;
  readonly heard: BusMessage[] = [];

  private constructor(
    readonly world: World,
    readonly north: Party,
    /** A technician and an administrator of the provider. */
    readonly decider: Client,
    readonly second: Client,
  ) {
    world.queue.bus.subscribe(['request.changed', 'tunnel.changed'], (m) => this.heard.push(m));
  }

  static async open(): Promise<Stage> {
    const world = await startWorld();
    const north = await world.party('north');
    const [decider, second] = [
      await visit(world, await hire(world, 'technician', north)),
      await visit(world, await hire(world, 'admin', north)),
    ];
    return new Stage(world, north, decider.client, second.client);
  }

  enter = async (actor: Actor): Promise<Client> => (await visit(this.world, actor)).client;

  /** Another customer, with two people who may ask. */
  async nextCustomer(): Promise<void> {
    this.at = await customer(this.north);
    const there = { ...this.north, tenantId: this.at.tenantId };
    this.requester = await hire(this.world, 'requester', there);
    this.asking = await this.enter(this.requester);
    this.colleague = await this.enter(await hire(this.world, 'requester', there));
  }

  wish = (values: object = {}, more: object = {}) => ({
    tunnel: { pbxId: this.at.pbxId, sshServerId: this.at.sshServerId, name: 'AD', mappings: [mapping()], ...values },
    reason: 'Windows-Anmeldung',
    ...more,
  });
  ask = (values: object = {}, more: object = {}, client = this.asking): Promise<TunnelRequest> =>
    client.createRequest({ body: this.wish(values, more) });
  approve = (client: Client, request: { id: string; version: number }, body: object = {}): Promise<TunnelRequest> =>
    client.approveRequest({ params: { id: request.id }, ifMatch: request.version, body });
  read = (id: string, client = this.asking): Promise<TunnelRequest> => client.getRequest({ params: { id } });
  tunnelsHere = async () => (await this.decider.listTunnels({ query: { tenantId: this.at.tenantId } })).items;
  setPolicy = (body: object) =>
    this.second.replaceRequestPolicy({
      params: { id: this.at.tenantId },
      ifMatch: '*',
      body: { autoApprove: [], approversRequired: 1, longestDays: null, ...body },
    });

  /** Kinds of what somebody was told, in order. */
  told = async (personId: string): Promise<string[]> => {
    const rows = await this.world.sql<{ kind: string }>(
      'SELECT kind FROM notification WHERE person_id = $1 ORDER BY created_at, id',
      personId,
    );
    return rows.map(({ kind }) => kind);
  };
  /** What the audit has of something, in order. */
  audited = async (id: string): Promise<string[]> => {
    const rows = await this.world.sql<{ action: string }>('SELECT action FROM audit_event WHERE target_id = $1 ORDER BY seq', id);
    return rows.map(({ action }) => action);
  };
}
