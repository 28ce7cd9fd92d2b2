import { createServer } from 'node:net';
import type { Client } from '@stellwerk/contracts';
import { getServers } from 'node:dns';
import { demoInternet } from '../demo/federations.js';
import { addressOf, demoFleet } from '../demo/fleet.js';
import { demoNameServer } from '../demo/name-server.js';
import { seedPeople, type Stage } from '../demo/people.js';
import { demoPki } from '../demo/pki.js';
import { seed } from '../demo/seed.js';
import { settle } from '../demo/settle.js';
import { DEMO_SSH_PORT, demoSshd, type DemoSshd } from '../demo/sshd.js';
import { nodeChild } from './child.js';
import { readText, writeJson } from './files.js';
import type { Household } from './household.js';
import { provide } from './packages.js';
import { compiled, type Paths } from './paths.js';
import type { PlayedInternet } from './settings.js';

interface State {
  readonly octet: number;
  readonly seeded: boolean;
  /** The first findings have come, and what only a demonstration has is muted. */
  readonly settled?: boolean;
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
  /** What its checks look at; null: there is no name server, and so no federation. */
  readonly internet: PlayedInternet | null;
  /** Writes customers, tunnels, people and their requests, once in the life of a data folder. */
  seed(api: Client, stage: Stage): Promise<void>;
  /** Goes on after people could sign in: waits for the first findings. Never rejects. */
  settle(api: Client): Promise<void>;
}

/** The name server of the demonstration's own names, for checks alone. Null, with a note, where there is none. */
async function playInternet(
  octet: number,
  { paths, household, resolvers, note }: { paths: Paths; household: Household; resolvers: readonly string[]; note: (text: string) => void },
): Promise<PlayedInternet | null> {
  await provide(['named'], note);
  const { zones, mtls } = demoInternet(octet);
  const known = { zones, resolvers: resolvers.length > 0 ? resolvers : getServers() };
  const server = await demoNameServer(`${paths.demo}/dns`, known);
  if (server === null) {
    note(
      '  There is no BIND on this machine and none may be installed: the demonstration has no federation.\n  Debian: apt-get install bind9',
    );
    return null;
  }
  household.start(server.spec);
  return { resolver: server.address, mtls };
}

/** Starts the demonstration's SSH server, services and traffic. Null, with a note, where this machine cannot run it. */
export async function startDemonstration(
  paths: Paths,
  household: Household,
  resolvers: readonly string[],
  note: (text: string) => void,
): Promise<Demonstration | null> {
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
  const internet = await playInternet(octet, { paths, household, resolvers, note });
  // Made here, before two processes could make them at once.
  const pki = await demoPki(paths.demo, Date.now());
  household.start(nodeChild('demo', SERVICES, { DEMO_OCTET: String(octet), DEMO_FOLDER: internet === null ? '' : paths.demo }));
  return {
    internet,
    seed: async (api, stage) => {
      if (state?.seeded) return;
      await writeJson(file, { octet, seeded: false } satisfies State);
      await seed(api, octet, { sshd, pki: internet === null ? null : pki });
      await seedPeople(api, stage);
      await writeJson(file, { octet, seeded: true } satisfies State);
    },
    settle: async (api) => {
      if (state?.settled === true || internet === null) return;
      await settle(api, octet, pki)
        .then(() => writeJson(file, { octet, seeded: true, settled: true } satisfies State))
        // Stopped meanwhile: the next start goes on.
        .catch(() => undefined);
    },
  };
}
