import { powershell } from '../../federation/quote.js';
import type { PartyKey } from '../rule.js';
import { words } from '../words.js';
import { asciiLabel } from './clean.js';
import { compile, type ExportInput, type Line, type Side } from './compile.js';
import { commented, heading, lineTitle, rangeText } from './text.js';

const NOTES = [
  words(
    'Für die Windows-Firewall eines Rechners, als Administrator ausführen. -Machine sagt, welcher es ist: Server (XPhone Connect oder UCServer), Proxy, SshServer, Workstation.',
    'For the Windows firewall of one machine, run as administrator. -Machine says which: Server (XPhone Connect or UCServer), Proxy, SshServer, Workstation.',
  ),
  words(
    'Ausgehend erlaubt Windows von sich aus alles; diese Regeln zählen nur, wo ausgehend gesperrt ist. Hostnamen werden beim Ausführen aufgelöst.',
    'Windows allows everything outbound by itself; those rules count only where outbound is blocked. Host names are resolved when the script runs.',
  ),
  words(
    '-Remove entfernt die Regeln der Gruppe „Stellwerk“. Auf Windows nicht geprüft.',
    '-Remove removes the rules of the group “Stellwerk”. Not tried on Windows.',
  ),
] as const;

type Machine = 'Server' | 'Proxy' | 'SshServer' | 'Workstation';

/** Which machine of the plan a party is, where it can run Windows. STARFACE cannot. */
function machineOf(party: PartyKey, { plan }: ExportInput): Machine | null {
  if (party === 'pbx') return plan.facts.product === 'starface' ? null : 'Server';
  if (party === 'proxy') return 'Proxy';
  if (party === 'ssh-server') return 'SshServer';
  return party === 'lan' ? 'Workstation' : null;
}

const quotedList = (texts: readonly string[]): string => texts.map(powershell).join(', ');
function remote(side: Side): string {
  if (side.any) return "'Any'";
  const fixed = [...side.v4, ...side.v6];
  const names = side.names.map((name) => `(Resolve ${powershell(name)})`);
  return `@(${[...fixed.map(powershell), ...names].join('; ')})`;
}

function command(line: Line, direction: 'Inbound' | 'Outbound', input: ExportInput): string {
  const { rule, number } = line;
  const far = direction === 'Inbound' ? line.source : line.destination;
  const at = direction === 'Inbound' ? '-LocalPort' : '-RemotePort';
  const ports = quotedList(rule.ports.map((range) => rangeText(range)));
  const name = powershell(`Stellwerk ${number} ${asciiLabel(rule.purpose[input.locale], 80)}`);
  return `Add ${name} @{ Direction = '${direction}'; Action = '${rule.action === 'allow' ? 'Allow' : 'Block'}'; Protocol = '${rule.protocol.toUpperCase()}'; ${at.slice(1)} = @(${ports}) } ${remote(far)}`;
}

/** A PowerShell script for the machines of the plan that run Windows. */
export function windows(input: ExportInput): string {
  const lines = compile(input.plan, true);
  const head = commented(heading(input, NOTES));
  const parts = (['Server', 'Proxy', 'SshServer', 'Workstation'] as const).map((machine) => {
    const own = lines.flatMap((line) => {
      const [from, to] = [machineOf(line.rule.source.key, input), machineOf(line.rule.destination.key, input)];
      // A block from the internet would close a Windows machine to its own LAN, too; there the default is closed anyway.
      if (line.rule.action === 'block') return [];
      // Across the internet the SSH server sees neither this source nor this port.
      const made = [
        ...(to === machine && (machine !== 'SshServer' || line.rule.direction !== 'out') ? [command(line, 'Inbound', input)] : []),
        ...(from === machine ? [command(line, 'Outbound', input)] : []),
      ];
      return made.length === 0 ? [] : [`  # ${lineTitle(line, input.locale)}`, ...made.map((text) => `  ${text}`)];
    });
    return own.length === 0 ? '' : [`if ($Machine -eq '${machine}') {`, ...own, '}'].join('\n');
  });
  return `${head}
param(
  [Parameter(Mandatory)][ValidateSet('Server', 'Proxy', 'SshServer', 'Workstation')][string]$Machine,
  [switch]$Remove
)
$ErrorActionPreference = 'Stop'

function Resolve([string]$Name) {
  (Resolve-DnsName -Name $Name -Type A_AAAA -DnsOnly -ErrorAction SilentlyContinue | Where-Object { $_.IPAddress }).IPAddress
}
function Add([string]$Name, [hashtable]$Rule, [string[]]$Remote) {
  if (-not $Remote) { Write-Warning "\${Name}: ${input.locale === 'de' ? 'keine Adresse gefunden' : 'no address found'}"; return }
  New-NetFirewallRule -DisplayName $Name -Group 'Stellwerk' -RemoteAddress $Remote @Rule | Out-Null
}

Get-NetFirewallRule -Group 'Stellwerk' -ErrorAction SilentlyContinue | Remove-NetFirewallRule
if ($Remove) { return }

${parts.filter((part) => part !== '').join('\n\n')}
`;
}
