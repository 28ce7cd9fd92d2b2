import type { routes } from '@stellwerk/contracts';
import { DEFAULT_INTERVAL_SECONDS } from '@stellwerk/domain';
import { readUpload, type Upload, type UploadProblem } from '@stellwerk/probe';
import type { Queue } from '@stellwerk/queue';
import type { CertificateRow, Store, TenantTx } from '@stellwerk/store';
import { certificateFacts, named } from '../audit/facts.js';
import { cursorOf, pageOf } from '../core/cursor.js';
import { type Limit, Throttle } from '../core/limits.js';
import { found, valueOf } from '../core/refused.js';
import type { TenantWrites } from '../core/tenant-writes.js';
import { type Changing, expectVersion } from '../core/version.js';
import type { BodyOf, QueryOf } from '../http/call.js';
import { type FieldRefusal, Refusal } from '../http/refusal.js';
import type { Principal } from '../session/principal.js';
import { certificateView } from './certificate.view.js';

type Input = BodyOf<typeof routes.uploadCertificate>;
type Reading = Pick<Changing, 'dryRun'> & { readonly now: number };

const DAY_MS = 86_400_000;
/** Opening a PFX costs processor time: its author decides how much. */
const UPLOADS: Limit = { points: 60, seconds: 60 };

/** Certificates that runs saw, and those that people have watched although no endpoint shows them. */
export class CertificatesService {
  private readonly uploads: Throttle;

  constructor(
    private readonly store: Store,
    private readonly writes: TenantWrites,
    private readonly engines: { readonly queue: Pick<Queue, 'limiter'>; readonly edgeId: string },
  ) {
    this.uploads = new Throttle(engines.queue, 'certificate-upload', UPLOADS);
  }

  list(who: Principal, query: QueryOf<typeof routes.listCertificates>, now: number) {
    const { limit, cursor, expiresWithinDays, superseded, ...filter } = query;
    const given = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
    const expiresBefore = expiresWithinDays === undefined ? {} : { expiresBefore: new Date(now + expiresWithinDays * DAY_MS) };
    return this.store.forTenant(who.scope, async (tx) => {
      const page = await tx.certificates.list({ limit, after: cursorOf(cursor), superseded, ...given, ...expiresBefore });
      return pageOf(page, (row) => certificateView(row, now));
    });
  }

  get(who: Principal, id: string, now: number) {
    return this.store.forTenant(who.scope, async (tx) => certificateView(found(await tx.certificates.find(id)), now));
  }

  /** A check that judges it comes with it. Whatever key or password was sent is forgotten with the request. */
  async upload(who: Principal, input: Input, { dryRun, now }: Reading) {
    await this.uploads.spend(who.id);
    const upload = await read(input);
    return this.writes.run(who, { dryRun }, async (tx, after) => {
      const { tenantId, pbxId, role } = input;
      const { facts, der } = upload.leaf;
      const chain = upload.chain.map((one) => one.der);
      const values = { tenantId, pbxId, role, name: nameOf(upload.leaf.facts), facts, der, chain };
      const { row } = valueOf(await tx.certificates.upload(values), true);
      after.audit({ action: 'certificate.uploaded', tenantId, target: named('certificate', row), after: certificateFacts(row) });
      after.scheduled(await this.watch(tx, row));
      return certificateView(row, now);
    });
  }

  async remove(who: Principal, id: string, changing: Changing): Promise<void> {
    await this.writes.run(who, changing, async (tx, after) => {
      const before = found(await tx.certificates.lock(id));
      expectVersion(before.version, changing.ifMatch);
      if (before.source === 'observed') throw new Refusal('certificate-observed');
      const check = await tx.checks.findByKey(before.tenantId, keyOf(before));
      if (check !== null) {
        await tx.checks.remove(check.id);
        after.scheduled(check);
      }
      await tx.certificates.remove(id);
      const target = named('certificate', before);
      after.audit({ action: 'certificate.deleted', tenantId: before.tenantId, target, before: certificateFacts(before) });
    });
  }

  /** The check of an uploaded certificate; uploading it again for something else is another question. */
  private async watch(tx: TenantTx, row: CertificateRow) {
    const { tenantId, pbxId, role, name } = row;
    const params = { certificateId: row.id, role, serverName: null };
    const known = await tx.checks.findByKey(tenantId, keyOf(row));
    if (known?.pbxId === pbxId) return valueOf(await tx.checks.change(known.id, { name, params }));
    if (known) await tx.checks.remove(known.id);
    const kind = 'stored-certificate' as const;
    const how = { kind, vantage: { kind: 'edge' }, intervalSeconds: DEFAULT_INTERVAL_SECONDS[kind] } as const;
    return valueOf(await tx.checks.create({ tenantId, pbxId, edgeId: this.engines.edgeId, name, params, key: keyOf(row), ...how }));
  }
}

const keyOf = ({ id }: Pick<CertificateRow, 'id'>): string => `stored-certificate:${id}`;

/** What it is for, as people know it: some certificates have no common name. */
const nameOf = ({ dnsNames, ipAddresses, subjectCommonName, subject, sha256 }: Upload['leaf']['facts']): string =>
  subjectCommonName ?? dnsNames[0] ?? ipAddresses[0] ?? (subject || `SHA-256 ${sha256.slice(0, 16)}`);

const content = (code: string): FieldRefusal => ({ pointer: '/content', code });
/** Which field is at fault, and how. */
const FIELDS: Readonly<Record<UploadProblem, FieldRefusal>> = {
  'too-large': { pointer: '/content', code: 'too-long', params: { maximum: 262_144 } },
  'not-a-certificate': content('not-a-certificate'),
  'no-certificate': content('no-certificate'),
  'too-many-certificates': content('too-many-certificates'),
  'certificate-malformed': content('certificate-unreadable'),
  'password-needed': { pointer: '/password', code: 'pfx-password-needed' },
  'password-wrong': { pointer: '/password', code: 'pfx-password-wrong' },
  'unsupported-encryption': content('unsupported-encryption'),
};

async function read({ content, password }: Input): Promise<Upload> {
  const reading = await readUpload(content, password);
  if (reading.ok) return reading.value;
  throw new Refusal('certificate-refused', { errors: [FIELDS[reading.problem]] });
}
