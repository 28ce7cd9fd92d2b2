import { spawn, type ChildProcess } from 'node:child_process';
import { copyFileSync, mkdirSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { Child, type ChildSpec } from './child.js';
import { compiled } from './paths.js';

const KEEPER = compiled('./keeper.js', import.meta.url);
const LOG_LIMIT_BYTES = 8 * 1024 * 1024;

/** All processes of the installation, their logs, and the keeper that ends them should this one be killed. */
export class Household {
  private readonly children: Child[] = [];
  private readonly rotation: NodeJS.Timeout;
  private keeper: ChildProcess | null = null;
  private closing = false;

  constructor(
    private readonly logs: string,
    private readonly ready: string,
    private readonly note: (text: string) => void,
  ) {
    mkdirSync(logs, { recursive: true, mode: 0o700 });
    this.startKeeper();
    this.rotation = setInterval(() => this.rotate(), 60_000);
    this.rotation.unref();
  }

  /** Starts a process and keeps it running. */
  start(spec: ChildSpec): Child {
    const child = new Child(spec, join(this.logs, `${spec.name}.log`), {
      began: (ward) => this.tell({ add: ward }),
      ended: (pid) => this.tell({ remove: pid }),
      note: this.note,
    });
    this.children.push(child);
    this.rotate();
    child.start();
    return child;
  }

  /** Ends everything: first what serves people, last the stores; within each group all at once. */
  async stop(): Promise<void> {
    this.closing = true;
    clearInterval(this.rotation);
    for (const store of [false, true]) {
      await Promise.all(this.children.filter((child) => (child.spec.store ?? false) === store).map((child) => child.stop()));
    }
    this.tell({ farewell: true });
    this.keeper?.stdin?.end();
  }

  private tell(order: object): void {
    this.keeper?.stdin?.write(`${JSON.stringify(order)}\n`);
  }

  private startKeeper(): void {
    const keeper = spawn(process.execPath, [KEEPER], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
    keeper.stdin.on('error', () => undefined);
    keeper.unref();
    keeper.once('exit', () => {
      if (!this.closing) this.startKeeper();
    });
    this.keeper = keeper;
    this.tell({ ready: this.ready });
    for (const child of this.children) if (child.ward) this.tell({ add: child.ward });
  }

  /** Copy and truncate: the processes keep their descriptors, which append. One older file is kept. */
  private rotate(): void {
    for (const { spec } of this.children) {
      const log = join(this.logs, `${spec.name}.log`);
      if ((statSync(log, { throwIfNoEntry: false })?.size ?? 0) < LOG_LIMIT_BYTES) continue;
      copyFileSync(log, `${log}.1`);
      truncateSync(log);
    }
  }
}
