import type { Output, routes } from '@stellwerk/contracts';
import { AUTO_APPROVABLE, type Locale, opensPbxConsole, reportMappings, SERVICE_TEMPLATES } from '@stellwerk/domain';
import type { Store } from '@stellwerk/store';
import { findingView } from '../core/findings.js';
import { contextOf, sshContext } from '../core/listeners.js';
import type { BodyOf } from '../http/call.js';
import { invalid, notFound } from '../http/refusal.js';
import type { Principal } from '../session/principal.js';
import { judgementInput } from '../tunnels/collisions.js';

/** What an editor asks while somebody types. */
export class MappingsService {
  constructor(private readonly store: Store) {}

  templates(locale: Locale): Output<typeof routes.listServiceTemplates> {
    const items = SERVICE_TEMPLATES.map(({ name, description, modules, mappings, ...template }) => ({
      ...template,
      name: name[locale],
      description: description[locale],
      modules: [...modules],
      timeLimited: opensPbxConsole(mappings),
      autoApprovable: AUTO_APPROVABLE.includes(template.key),
      mappings: mappings.map((mapping) => ({ ...mapping })),
    }));
    return { items };
  }

  validate(who: Principal, input: BodyOf<typeof routes.validateMappings>, locale: Locale): Promise<Output<typeof routes.validateMappings>> {
    return this.store.forTenant(who.scope, async (tx) => {
      const pbx = await tx.pbxs.find(input.pbxId);
      if (pbx === null) throw notFound('/pbxId');
      const server = input.sshServerId === undefined ? null : await tx.sshServers.find(input.sshServerId);
      if (input.sshServerId !== undefined && server === null) throw notFound('/sshServerId');
      if (server !== null && server.tenantId !== pbx.tenantId) throw invalid({ pointer: '/sshServerId', code: 'other-tenant' });
      const around = {
        tenantId: pbx.tenantId,
        pbxId: pbx.id,
        pbx: await contextOf(tx, pbx),
        sshServerId: server?.id ?? null,
        sshServer: server === null ? null : sshContext(server),
        module: input.module,
        tunnelId: input.tunnelId ?? null,
      };
      const report = reportMappings(await judgementInput(tx, around, input.mappings), locale);
      return {
        valid: report.valid,
        findings: report.findings.map((finding) => findingView(finding, locale)),
        explanations: [...report.explanations],
        suggestions: [...report.suggestions],
        gateways: [...report.gateways],
      };
    });
  }
}
