import { type Finding, type Locale, type MappingReport, judgeModule, reportMappings, type TunnelAsked } from '@stellwerk/domain';
import type { PbxRow, TenantTx, TunnelValues } from '@stellwerk/store';
import type { Egress } from '../core/egress.js';
import { fieldErrors } from '../core/findings.js';
import { contextOf, sshContext } from '../core/listeners.js';
import { found } from '../core/refused.js';
import { invalid, notFound, Refusal } from '../http/refusal.js';
import { judgementInput, placed, type Surroundings } from './collisions.js';

type Around = Surroundings & { readonly sshServer: NonNullable<Surroundings['sshServer']> };

interface Judged {
  readonly pbx: PbxRow;
  readonly around: Around;
  readonly module: readonly Finding[];
  readonly mappings: MappingReport;
}

/** Everything that can be said against a tunnel before the database has the last word: of one that is written, and of one that is asked for. */
export class TunnelJudge {
  constructor(private readonly egress: Egress) {}

  /** What the rules say, errors or not. Refuses only what cannot be judged at all: a PBX or an SSH server that is not there. */
  async report(tx: TenantTx, input: TunnelAsked, tunnelId: string | null, locale: Locale): Promise<Judged> {
    const pbx = await tx.pbxs.find(input.pbxId);
    if (pbx === null) throw notFound('/pbxId');
    const server = await tx.sshServers.find(input.sshServerId);
    if (server === null) throw notFound('/sshServerId');
    if (server.tenantId !== pbx.tenantId) throw invalid({ pointer: '/sshServerId', code: 'other-tenant' });
    const installed = pbx.modules.find(({ module }) => module === input.module) ?? null;
    const around: Around = {
      tenantId: pbx.tenantId,
      pbxId: pbx.id,
      pbx: await contextOf(tx, pbx),
      sshServerId: server.id,
      sshServer: sshContext(server),
      module: input.module,
      tunnelId,
    };
    return {
      pbx,
      around,
      module: judgeModule(input.module, pbx.product, installed),
      mappings: reportMappings(await judgementInput(tx, around, input.mappings), locale),
    };
  }

  /** The tunnel as it is written, or a refusal with a pointer to every field at fault. */
  async values(tx: TenantTx, input: TunnelAsked & { readonly enabled: boolean }, tunnelId: string | null): Promise<TunnelValues> {
    const { pbx, around, module, mappings } = await this.report(tx, input, tunnelId, 'en');
    const moduleErrors = fieldErrors(module);
    if (moduleErrors.length > 0) throw new Refusal('module-refused', { errors: moduleErrors });
    const errors = fieldErrors(mappings.findings);
    if (errors.length > 0) throw new Refusal('mapping-refused', { errors });
    if (pbx.access === 'network') {
      const allowedNetworks = found(await tx.tenants.find(pbx.tenantId)).allowedNetworks;
      for (const [i, mapping] of input.mappings.entries()) {
        if (mapping.direction === 'inbound')
          this.egress.judgeLiteral({ host: pbx.address, port: mapping.localPort, allowedNetworks, pointer: `/mappings/${i}/localPort` });
      }
    }
    return { ...input, mappings: placed(input.mappings, around) };
  }
}
