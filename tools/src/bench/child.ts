import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

interface Answer {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}

/** A process of our own that answers questions: load generator, link, tunnels. Nobody shares an event loop with what is measured. */
export interface Child<Commands> {
  readonly pid: number;
  ask<K extends keyof Commands>(command: K, input: Input<Commands[K]>): Promise<Output<Commands[K]>>;
  stop(): Promise<void>;
}

type Input<C> = C extends (input: infer I) => unknown ? I : never;
type Output<C> = C extends (input: never) => Promise<infer O> | infer O ? O : never;
/** What a child can be asked: one function per command, called in the child. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the only type every command is assignable to
export type Table = Record<string, (input: any) => any>;

/** Ends a child by its id: asked first, then forced after `patienceMs`. */
export async function end(child: ChildProcess, patienceMs = 2000): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  await gone;
  clearTimeout(force);
}

/** Starts `processes/<name>.js` in a process of its own. */
export function start<Commands>(name: string, execArgv: readonly string[] = []): Child<Commands> {
  const child = fork(fileURLToPath(new URL(`./processes/${name}.js`, import.meta.url)), [], {
    execArgv: [...execArgv],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const waiting = new Map<number, (answer: Answer) => void>();
  let last = 0;
  child.on('message', (message) => {
    const answer = message as Answer;
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  child.once('exit', () => {
    for (const [id, settle] of waiting) settle({ id, error: `the ${name} process ended` });
    waiting.clear();
  });
  return {
    pid: child.pid ?? 0,
    ask: (command, input) =>
      new Promise((resolve, reject) => {
        const id = ++last;
        waiting.set(id, (answer) => (answer.error === undefined ? resolve(answer.value as never) : reject(new Error(answer.error))));
        child.send({ id, command, input }, (error) => {
          if (error && waiting.delete(id)) reject(error);
        });
      }),
    stop: () => end(child),
  };
}

/** The child's half: answers questions out of its table of commands until the parent goes away. */
export function serve(commands: Table): void {
  process.on('message', (message) => {
    const { id, command, input } = message as { id: number; command: string; input: unknown };
    const work = commands[command];
    void Promise.resolve()
      .then(() => (work ? (work(input) as unknown) : Promise.reject(new Error(`no command ${command}`))))
      .then(
        (value) => process.send?.({ id, value } satisfies Answer),
        (error: unknown) =>
          process.send?.({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) } satisfies Answer),
      );
  });
  process.once('disconnect', () => process.exit(0));
  process.once('SIGTERM', () => process.exit(0));
}
