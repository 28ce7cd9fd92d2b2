import type { Output, PbxModule, routes, TunnelCounts } from '@stellwerk/contracts';
import { isModuleActive, moduleFacts, versionSatisfied } from '@stellwerk/domain';
import type { ModuleRow, PbxRow } from '@stellwerk/store';

export const moduleView = (row: ModuleRow): PbxModule => ({
  module: row.module,
  version: row.version,
  minimumVersion: moduleFacts(row.module).minimumVersion,
  versionSatisfied: versionSatisfied(row.module, row.version),
  active: isModuleActive(row.module, row.configurations),
  configurations: row.configurations,
});

export const pbxView = (row: PbxRow, tunnels: TunnelCounts): Output<typeof routes.getPbx> => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
  modules: row.modules.map(moduleView),
  tunnels,
});
