import { CHECKLIST_ITEMS, FederationInput } from '@stellwerk/domain';
import { z } from 'zod';
import { endpoint } from '../endpoint.js';
import {
  AcmePaste,
  AcmePasteInput,
  Federation,
  FederationPlan,
  FederationPreview,
  FederationPreviewInput,
  MtlsTest,
} from '../resources/checks.js';
import { dryRun, id, V1 } from './common.js';

export const federationRoutes = {
  getFederation: endpoint(`GET ${V1}/pbxs/:id/federation`, {
    needs: 'pbxs:read',
    tag: 'federation',
    summary: 'The SIP federation of an XPhone Connect Server.',
    params: id,
    reply: Federation,
  }),
  putFederation: endpoint(`PUT ${V1}/pbxs/:id/federation`, {
    needs: 'pbxs:write',
    ifMatch: true,
    problems: ['federation-refused', 'host-forbidden'],
    tag: 'federation',
    summary: 'Set up or replace the federation; its checks follow. `If-Match: "0"` sets it up.',
    params: id,
    query: dryRun,
    body: FederationInput,
    reply: Federation,
  }),
  deleteFederation: endpoint(`DELETE ${V1}/pbxs/:id/federation`, {
    needs: 'pbxs:write',
    ifMatch: true,
    tag: 'federation',
    summary: 'Forget the federation with its checks.',
    params: id,
    query: dryRun,
  }),
  confirmChecklistItem: endpoint(`PUT ${V1}/pbxs/:id/federation/checklist/:item`, {
    needs: 'pbxs:write',
    tag: 'federation',
    summary: 'Confirm by hand what cannot be seen from outside, or take it back.',
    params: id.extend({ item: z.enum(CHECKLIST_ITEMS) }),
    query: dryRun,
    body: z.object({ confirmed: z.boolean() }),
    reply: Federation,
  }),
  getFederationPlan: endpoint(`GET ${V1}/pbxs/:id/federation/plan`, {
    needs: 'pbxs:read',
    tag: 'federation',
    summary: 'What to set up for exactly this server: DNS, firewall, certificate, tests, hand-over texts.',
    params: id,
    reply: FederationPlan,
  }),
  previewFederation: endpoint(`POST ${V1}/federation-previews`, {
    needs: 'pbxs:write',
    problems: ['not-found', 'host-forbidden', 'rate-limited'],
    tag: 'federation',
    summary: 'Judge an unsaved federation; on request with DNS and certificate looked at now.',
    status: 200,
    body: FederationPreviewInput,
    reply: FederationPreview,
  }),
  readAcmeSettings: endpoint(`POST ${V1}/acme-settings-readings`, {
    needs: 'pbxs:write',
    problems: ['acme-settings-unreadable'],
    tag: 'federation',
    summary: 'Read pasted ACME client settings (settings.json or a command line); nothing is kept.',
    status: 200,
    body: AcmePasteInput,
    reply: AcmePaste,
  }),
  getMtlsTest: endpoint(`GET ${V1}/pbxs/:id/mtls-test`, {
    needs: 'pbxs:read',
    tag: 'federation',
    summary: 'The reverse MTLS test of this server, and what connected.',
    params: id,
    reply: MtlsTest,
  }),
  startMtlsTest: endpoint(`POST ${V1}/pbxs/:id/mtls-test`, {
    needs: 'pbxs:write',
    problems: ['mtls-test-unavailable'],
    tag: 'federation',
    summary: 'Start (or prolong) the reverse MTLS test: gives the test domain to enter as a static route.',
    params: id,
    query: dryRun,
    reply: MtlsTest,
  }),
  endMtlsTest: endpoint(`DELETE ${V1}/pbxs/:id/mtls-test`, {
    needs: 'pbxs:write',
    tag: 'federation',
    summary: 'End the reverse MTLS test.',
    params: id,
    query: dryRun,
  }),
} as const;
