import { FirewallSettings, FirewallSwitch } from '@stellwerk/domain';
import { z } from 'zod';
import { endpoint } from '../endpoint.js';
import { FirewallExportFormat, FirewallPlanView, FirewallSettingsView } from '../resources/firewall.js';
import { dryRun, id, V1 } from './common.js';

const switches = z
  .string()
  .max(400)
  .transform((text) => text.split(',').filter((key) => key !== ''))
  .pipe(z.array(FirewallSwitch))
  .optional();
/** A look at the plan with other switches than those saved. */
const overridden = z.object({
  on: switches.describe('Switches to look at as on, whatever was saved; separated by commas.'),
  off: switches.describe('The same as off.'),
});

export const firewallRoutes = {
  getFirewallSettings: endpoint(`GET ${V1}/pbxs/:id/firewall-settings`, {
    needs: 'pbxs:read',
    tag: 'firewall',
    summary: 'What has been set of the firewall plan of a PBX, and what the rest follows from.',
    params: id,
    reply: FirewallSettingsView,
  }),
  putFirewallSettings: endpoint(`PUT ${V1}/pbxs/:id/firewall-settings`, {
    needs: 'pbxs:write',
    ifMatch: true,
    tag: 'firewall',
    summary: 'Save switches, addresses and directions of the plan. `If-Match: "0"` when nothing has been saved yet.',
    params: id,
    query: dryRun,
    body: FirewallSettings,
    reply: FirewallSettingsView,
  }),
  getFirewallPlan: endpoint(`GET ${V1}/pbxs/:id/firewall-plan`, {
    needs: 'pbxs:read',
    tag: 'firewall',
    summary: 'The rules that the customer’s firewall needs for this PBX, and what must stay closed.',
    params: id,
    query: overridden,
    reply: FirewallPlanView,
  }),
  exportFirewallPlan: endpoint(`GET ${V1}/pbxs/:id/firewall-plan/export`, {
    needs: 'pbxs:read',
    tag: 'firewall',
    summary: 'The same as a file: to read, or in the language of a firewall.',
    params: id,
    query: overridden.extend({ format: FirewallExportFormat.default('markdown') }),
    media: 'text/plain',
  }),
} as const;
