import { z } from 'zod';
import { endpoint } from '../endpoint.js';
import { Factors, Me, PasskeyChallenge, SignedInSession } from '../resources/people.js';
import { dryRun, id, list, V1 } from './common.js';

const RecoveryCodes = z.object({ recoveryCodes: z.array(z.string()).describe('Shown once; the earlier ones are void.') });

/** A person's own account. */
export const profileRoutes = {
  changeMe: endpoint(`PATCH ${V1}/me`, {
    needs: 'self',
    tag: 'profile',
    summary: 'Change name or language.',
    query: dryRun,
    body: z.object({ name: z.string().trim().min(1).max(120).optional(), locale: z.enum(['de', 'en']).optional() }),
    reply: Me,
  }),
  changePassword: endpoint(`PUT ${V1}/me/password`, {
    needs: 'self',
    unfinished: true,
    problems: ['sign-in-unfinished', 'sign-in-refused', 'password-refused', 'step-up-required', 'rate-limited'],
    tag: 'profile',
    summary: 'Choose another password; every other session ends.',
    query: dryRun,
    body: z.object({
      current: z.string().max(256).optional().describe('Not needed where there is none yet.'),
      next: z.string().min(1).max(256),
    }),
    reply: Me,
  }),
  exportMe: endpoint(`GET ${V1}/me/personal-data`, {
    needs: 'self',
    stepUp: true,
    tag: 'profile',
    summary: 'Everything kept about oneself, as JSON.',
    reply: z.looseObject({}),
  }),
  listSessions: endpoint(`GET ${V1}/me/sessions`, {
    needs: 'self',
    tag: 'profile',
    summary: 'Where one is signed in.',
    reply: list(SignedInSession),
  }),
  endSession: endpoint(`DELETE ${V1}/me/sessions/:id`, {
    needs: 'self',
    tag: 'profile',
    summary: 'End one session.',
    params: id,
    query: dryRun,
  }),
  endOtherSessions: endpoint(`DELETE ${V1}/me/sessions`, {
    needs: 'self',
    tag: 'profile',
    summary: 'End all sessions but this one.',
    query: dryRun,
  }),
  factors: endpoint(`GET ${V1}/me/factors`, {
    needs: 'self',
    unfinished: true,
    problems: ['sign-in-unfinished'],
    tag: 'profile',
    summary: 'Second factors and linked identities.',
    reply: Factors,
  }),
  beginTotp: endpoint(`POST ${V1}/me/totp`, {
    needs: 'self',
    unfinished: true,
    stepUp: true,
    problems: ['sign-in-unfinished', 'factor-refused'],
    tag: 'profile',
    summary: 'Make a secret for an authenticator app; in force once confirmed.',
    reply: z.object({ secret: z.string(), uri: z.string().describe('otpauth:// for a QR code.') }),
  }),
  confirmTotp: endpoint(`POST ${V1}/me/totp/confirmation`, {
    needs: 'self',
    unfinished: true,
    problems: ['sign-in-unfinished', 'factor-refused', 'rate-limited'],
    tag: 'profile',
    summary: 'Prove that the app shows the right code; answers recovery codes where there are none yet.',
    body: z.object({
      code: z
        .string()
        .trim()
        .regex(/^\d{6}$/),
    }),
    status: 200,
    reply: z.object({ recoveryCodes: z.array(z.string()).nullable() }),
  }),
  removeTotp: endpoint(`DELETE ${V1}/me/totp`, {
    needs: 'self',
    stepUp: true,
    problems: ['factor-refused', 'not-found'],
    tag: 'profile',
    summary: 'Remove the authenticator app.',
    query: dryRun,
  }),
  beginPasskey: endpoint(`POST ${V1}/me/passkey-challenges`, {
    needs: 'self',
    unfinished: true,
    stepUp: true,
    problems: ['sign-in-unfinished', 'factor-refused'],
    tag: 'profile',
    summary: 'Begin to register a passkey.',
    reply: PasskeyChallenge,
  }),
  addPasskey: endpoint(`POST ${V1}/me/passkeys`, {
    needs: 'self',
    unfinished: true,
    problems: ['sign-in-unfinished', 'factor-refused'],
    tag: 'profile',
    summary: 'Register a passkey; answers recovery codes where there are none yet.',
    body: z.object({ flow: z.string().max(100), name: z.string().trim().min(1).max(80), response: z.looseObject({}) }),
    reply: z.object({ id: z.uuid(), recoveryCodes: z.array(z.string()).nullable() }),
  }),
  removePasskey: endpoint(`DELETE ${V1}/me/passkeys/:id`, {
    needs: 'self',
    stepUp: true,
    problems: ['factor-refused'],
    tag: 'profile',
    summary: 'Remove a passkey.',
    params: id,
    query: dryRun,
  }),
  renewRecoveryCodes: endpoint(`POST ${V1}/me/recovery-codes`, {
    needs: 'self',
    stepUp: true,
    problems: ['factor-refused'],
    tag: 'profile',
    summary: 'Make new recovery codes.',
    reply: RecoveryCodes,
  }),
  unlinkIdentity: endpoint(`DELETE ${V1}/me/identities/:id`, {
    needs: 'self',
    stepUp: true,
    problems: ['factor-refused'],
    tag: 'profile',
    summary: 'Unlink an OpenID identity.',
    params: id,
    query: dryRun,
  }),
} as const;
