import type { Fault } from '@stellwerk/domain';

/** What somebody at the customer's server can paste: `where` names the place, `text` is exactly what belongs there. */
export interface Remedy {
  readonly where: 'sshd_config' | 'linux' | 'windows' | 'compare';
  readonly text: string;
}

const RESTART: readonly Remedy[] = [
  { where: 'linux', text: 'sudo sshd -t && sudo systemctl reload ssh' },
  { where: 'windows', text: 'Restart-Service sshd' },
];
const sshd = (text: string): readonly Remedy[] => [{ where: 'sshd_config', text }, ...RESTART];

const whoHolds = (port: string): readonly Remedy[] => [
  { where: 'linux', text: `sudo ss -ltnp 'sport = :${port}'` },
  { where: 'windows', text: `netstat -aon | findstr ":${port} "` },
];

/** Lines to paste for a fault, where pasting helps; domain reference 1.4 and 1.9 (T-2, T-3, T-7), sshd_config(5). */
export function remediesOf(fault: Fault): readonly Remedy[] {
  const port = String(fault.params['port'] ?? '');
  switch (fault.code) {
    case 'forwarding-forbidden':
      return sshd('AllowTcpForwarding yes');
    case 'remote-port-held-by-stale-session':
      return sshd('ClientAliveInterval 20\nClientAliveCountMax 3');
    case 'gateway-bind-refused':
    case 'private-bind-exposed':
      return sshd('GatewayPorts clientspecified');
    case 'remote-port-taken':
      return port === '' ? [] : whoHolds(port);
    case 'host-key-changed':
      return [
        { where: 'linux', text: 'for f in /etc/ssh/ssh_host_*_key.pub; do ssh-keygen -lf "$f"; done' },
        { where: 'windows', text: 'Get-ChildItem C:\\ProgramData\\ssh\\ssh_host_*_key.pub | ForEach-Object { ssh-keygen -lf $_ }' },
      ];
    default:
      return [];
  }
}
