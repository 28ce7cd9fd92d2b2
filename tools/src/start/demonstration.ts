import { createServer } from 'node:net';
import type { Client } from '@stellwerk/contracts';
import { addressOf, demoFleet } from '../demo/fleet.js';
import { seedPeople, type Stage } from '../demo/people.js';
import { seed } from '../demo/seed.js';
import { DEMO_SSH_PORT, demoSshd, type DemoSshd } from '../demo/sshd.js';
import { nodeChild } from './child.js';
import { readText, writeJson } from './files.js';
import type { Household } from './household.js';
import { provide } from './packages.js';
import { compiled, type Paths } from './paths.js';

interface State {
  readonly octet: number;
  readonly seeded: boolean;
}

const SERVICES = compiled('../demo/main.js', import.meta.url);
const CANDIDATES = [10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120, 130, 140, 150, 160, 170, 180, 190, 200, 210, 220, 230, 240];

/** Holds a block of loopback addresses for as long as this process lives, so that two demonstrations do not mix. */
const hold = (octet: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(DEMO_SSH_PORT, addressOf(octet, 254, 254), () => {
      server.unref();
      resolve(true);
    });
  });

async function chooseOctet(kept: number | undefined): Promise<number | null> {
  for (const octet of kept === undefined ? CANDIDATES : [kept]) if (await hold(octet)) return octet;
  return null;
}

export interface Demonstration {
  /** Writes customers, tunnels, people and their requests, once in the life of a data folder. */
  seed(api: Client, stage: Stage): Promise<void>;
}

/** Starts the demonstration's SSH server, services and traffic. Null, with a note, where this machine cannot run it. */
export async function startDemonstration(paths: Paths, household: Household, note: (text: string) => void): Promise<Demonstration | null> {
  if (process.platform !== 'linux') {
    note('  The demonstration needs the many loopback addresses of Linux; it is left out here.');
    return null;
  }
  const file = `${paths.data}/demo.json`;
  const state = JSON.parse((await readText(file)) ?? 'null') as State | null;
  const octet = await chooseOctet(state?.octet);
  if (octet === null) {
    note('  Another demonstration on this machine uses the same addresses; its tunnels keep them, and ours wait.');
    return null;
  }
  await provide(['sshd', 'ssh'], note);
  const sshd: DemoSshd | null = await demoSshd(
    paths.demo,
    demoFleet(octet).map((customer) => customer.sshServer.host),
  );
  if (sshd === null) {
    note(
      '  There is no sshd on this machine and none may be installed: the demonstration is left out.\n  Debian: apt-get install openssh-server',
    );
    return null;
  }
  household.start(sshd.spec);
  household.start(nodeChild('demo', SERVICES, { DEMO_OCTET: String(octet) }));
  return {
    seed: async (api, stage) => {
      if (state?.seeded) return;
      await writeJson(file, { octet, seeded: false } satisfies State);
      await seed(api, octet, sshd);
      await seedPeople(api, stage);
      await writeJson(file, { octet, seeded: true } satisfies State);
    },
  };
}
