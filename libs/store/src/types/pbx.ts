import type { ModuleKey, PbxAccess, Product } from '@stellwerk/domain';
import type { Outcome, Page, PageRequest, Refusal, Timestamps } from './common.js';

export interface ModuleRow {
  readonly module: ModuleKey;
  readonly version: string | null;
  readonly configurations: { readonly id: string; readonly name: string; readonly enabled: boolean }[];
}

export interface PbxRow extends Timestamps {
  readonly id: string;
  readonly providerId: string;
  readonly tenantId: string;
  readonly edgeId: string;
  readonly name: string;
  readonly product: Product;
  readonly version: string | null;
  readonly edition: string | null;
  readonly access: PbxAccess;
  readonly address: string;
  readonly listenAddress: string;
  readonly networks: string[];
  readonly sshServerId: string | null;
  readonly rowVersion: number;
  readonly modules: ModuleRow[];
}

export type PbxValues = Pick<
  PbxRow,
  'name' | 'product' | 'version' | 'edition' | 'access' | 'address' | 'listenAddress' | 'sshServerId'
> & {
  readonly networks: readonly string[];
};

export interface ModuleValues {
  readonly version: string | null;
  /** The whole list: a configuration whose id is known is kept, one without is new, the rest is removed. */
  readonly configurations: readonly { readonly id?: string; readonly name: string; readonly enabled: boolean }[];
}

export interface Pbxs {
  list(page: PageRequest & { readonly tenantId?: string; readonly product?: Product }): Promise<Page<PbxRow>>;
  find(id: string): Promise<PbxRow | null>;
  /** The same, held against other writers until the transaction ends: what `If-Match` is compared with. */
  lock(id: string): Promise<PbxRow | null>;
  /** `edgeId` defaults to `local`. */
  create(
    values: PbxValues & { readonly tenantId: string; readonly edgeId?: string },
  ): Promise<Outcome<PbxRow, Extract<Refusal, { code: 'not-found' }>>>;
  /** The tenant never changes. When the listen address or access changed, rekey the mappings of its tunnels in the same transaction. */
  replace(id: string, values: PbxValues): Promise<Outcome<PbxRow, Extract<Refusal, { code: 'not-found' }>>>;
  /** Refused while it has tunnels. */
  remove(id: string): Promise<Outcome<null, Extract<Refusal, { code: 'not-found' | 'in-use' }>>>;
  /** Installs a module or replaces its version and configurations; a new version of the PBX. Null: no such PBX. */
  putModule(pbxId: string, module: ModuleKey, values: ModuleValues): Promise<ModuleRow | null>;
  /** A new version of the PBX. False: it was not installed, or there is no such PBX. */
  removeModule(pbxId: string, module: ModuleKey): Promise<boolean>;
}
