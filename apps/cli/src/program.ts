import { Command, CommanderError } from 'commander';
import { act, type Action, listEvents, type ListOptions, listTunnels, showTunnel } from './commands/tunnels.js';
import { listPbxs, listSshServers, listTenants } from './commands/inventory.js';
import { testSshServer, type TestOptions } from './commands/ssh-server-test.js';
import { watch } from './commands/watch.js';
import type { Environment } from './config.js';
import { EXIT, explain } from './exit.js';
import { type GlobalOptions, type Io, openSession, type Session } from './session.js';
import { textsFor } from './texts.js';

/** A command answers with its exit code, or with nothing when all is well. */
type Work = (session: Session) => Promise<number | void>;
type Doing = (work: Work) => Promise<void>;

function addTunnels(program: Command, doing: Doing): void {
  const tunnels = program.command('tunnels').description('supervised SSH connections');
  tunnels
    .command('list')
    .description('tunnels with their live status')
    .option('--state <state>', 'only tunnels in this state')
    .option('--search <text>', 'only names that contain this')
    .option('--tenant <id>', 'only of this customer')
    .option('--pbx <id>', 'only of this PBX')
    .action((options: ListOptions) => doing((session) => listTunnels(session, options)));
  tunnels
    .command('show <tunnel>')
    .description('one tunnel with its mappings; id or name')
    .option('--check', 'exit with 6 unless it is up')
    .action((tunnel: string, options: { check?: boolean }) => doing((session) => showTunnel(session, tunnel, options)));
  for (const action of ['enable', 'disable', 'restart'] satisfies Action[]) {
    tunnels
      .command(`${action} <tunnels...>`)
      .description(`${action} tunnels; ids or names`)
      .action((names: string[]) => doing((session) => act(session, action, names)));
  }
  tunnels
    .command('events <tunnel>')
    .description('the timeline, newest first')
    .option('--limit <count>', 'how many at most', '50')
    .action((tunnel: string, options: { limit: string }) => doing((session) => listEvents(session, tunnel, options)));
  tunnels
    .command('watch')
    .description('what happens, as it happens')
    .action(() => doing(watch));
}

function addTheRest(program: Command, doing: Doing): void {
  program
    .command('tenants')
    .description('customers')
    .command('list')
    .action(() => doing(listTenants));
  program
    .command('pbxs')
    .description('phone systems')
    .command('list')
    .option('--tenant <id>', 'only of this customer')
    .action((options: { tenant?: string }) => doing((session) => listPbxs(session, options)));
  const servers = program.command('ssh-servers').description('OpenSSH servers in customer networks');
  servers
    .command('list')
    .option('--tenant <id>', 'only of this customer')
    .action((options: { tenant?: string }) => doing((session) => listSshServers(session, options)));
  servers
    .command('test')
    .description('test a server step by step; nothing is stored')
    .requiredOption('--tenant <id>', 'customer whose networks may be reached')
    .requiredOption('--host <host>')
    .option('--port <port>', 'TCP port', '22')
    .option('--user <name>')
    .option('--fingerprint <sha256>', 'the confirmed host key')
    .option('--server <id>', 'use the stored credential and keys of this SSH server')
    .option('--key-file <path>', 'private key')
    .option('--password-stdin', 'read the password, or the passphrase of the key, from standard input')
    .action((options: TestOptions) => doing((session) => testSshServer(session, options)));
}

/** Runs one command line and resolves with the exit code. Nothing is thrown, nothing exits the process. */
export async function run(args: readonly string[], environment: Environment, io: Io): Promise<number> {
  let code: number = EXIT.done;
  const program = new Command('stellwerk')
    .description('Stellwerk in a terminal: a client of its API')
    .option('--url <url>', 'address of Stellwerk (STELLWERK_URL)')
    .option('--ready-file <path>', 'take address and API key from the ready.json of a start')
    .option('--json', 'print JSON')
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.out(text.trimEnd()), writeErr: (text) => io.err(text.trimEnd()) });
  const doing: Doing = async (work) => {
    const session = await openSession(program.opts<GlobalOptions>(), environment, io);
    code = (await work(session)) ?? EXIT.done;
  };
  addTunnels(program, doing);
  addTheRest(program, doing);
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    const { line, code: failure } = explain(error, textsFor(environment.locale));
    io.err(line);
    return failure;
  }
}
