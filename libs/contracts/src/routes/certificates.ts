import { z } from 'zod';
import { endpoint } from '../endpoint.js';
import { Certificate, CertificateInput } from '../resources/checks.js';
import { dryRun, id, page, PageQuery, V1 } from './common.js';

export const certificateRoutes = {
  listCertificates: endpoint(`GET ${V1}/certificates`, {
    needs: 'checks:read',
    tag: 'certificates',
    summary: 'Certificates that were seen or uploaded, the next to expire first.',
    query: PageQuery.extend({
      tenantId: z.uuid().optional(),
      pbxId: z.uuid().optional(),
      source: z.enum(['observed', 'uploaded']).optional(),
      expiresWithinDays: z.coerce.number().int().min(1).max(730).optional(),
      superseded: z.stringbool().default(false).describe('Also those that no endpoint shows any more.'),
      search: z.string().max(120).optional(),
    }),
    reply: page(Certificate),
  }),
  getCertificate: endpoint(`GET ${V1}/certificates/:id`, {
    needs: 'checks:read',
    tag: 'certificates',
    summary: 'Read a certificate.',
    params: id,
    reply: Certificate,
  }),
  uploadCertificate: endpoint(`POST ${V1}/certificates`, {
    needs: 'checks:write',
    problems: ['not-found', 'certificate-refused'],
    tag: 'certificates',
    summary: 'Upload a certificate (PEM, DER or PFX) to be watched. Private keys are not kept.',
    query: dryRun,
    body: CertificateInput,
    reply: Certificate,
  }),
  deleteCertificate: endpoint(`DELETE ${V1}/certificates/:id`, {
    needs: 'checks:write',
    ifMatch: true,
    problems: ['certificate-observed'],
    tag: 'certificates',
    summary: 'Forget an uploaded certificate.',
    params: id,
    query: dryRun,
  }),
} as const;
