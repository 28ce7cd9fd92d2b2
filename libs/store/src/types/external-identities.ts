/** A person at an OpenID provider: issuer and subject, never the e-mail address (OpenID Connect Core §5.7). */
export interface ExternalIdentityRow {
  readonly id: string;
  readonly personId: string;
  readonly issuer: string;
  readonly subject: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}

export interface ExternalIdentities {
  ofPerson(personId: string): Promise<ExternalIdentityRow[]>;
  find(issuer: string, subject: string): Promise<ExternalIdentityRow | null>;
  /** Null: it is linked already, to whomever. */
  link(personId: string, issuer: string, subject: string): Promise<ExternalIdentityRow | null>;
  /** Notes a sign-in. */
  used(id: string): Promise<void>;
  /** False: the person has no such identity. */
  unlink(personId: string, id: string): Promise<boolean>;
}
