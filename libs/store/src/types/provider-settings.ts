export interface ProviderSettingsRow {
  readonly name: string;
  /** Every member of the provider and of its tenants needs a second factor. */
  readonly mfaRequired: boolean;
  readonly version: number;
}

/** Through the system door: every call names the provider. */
export interface ProviderSettings {
  find(providerId: string): Promise<ProviderSettingsRow | null>;
  /** The same, held until the transaction ends. */
  lock(providerId: string): Promise<ProviderSettingsRow | null>;
  replace(providerId: string, values: Omit<ProviderSettingsRow, 'version'>): Promise<ProviderSettingsRow | null>;
  /** Running sessions that began with a password alone, of members without a second factor, may from now on only add one. How many. */
  demandFactors(providerId: string): Promise<number>;
}
