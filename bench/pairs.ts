import { spawnSync } from 'child_process';

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** Runs the tasks in turn, A B A B ..., so that a drift of the machine's speed hits all alike, and gives each one's median in milliseconds. */
export async function inTurn(runs: number, ...tasks: readonly (() => void | Promise<void>)[]): Promise<number[]> {
  const times = tasks.map((): number[] => []);
  for (let run = -1; run < runs; run += 1) {
    for (const [index, task] of tasks.entries()) {
      const started = process.hrtime.bigint();
      await task();
      // The first round only warms the file cache.
      if (run >= 0) times[index].push(Number(process.hrtime.bigint() - started) / 1e6);
    }
  }
  return times.map(median);
}

/** A task that is a whole process: cold start to exit. */
export function wholeProcess(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): () => void {
  return () => {
    const { status, stderr } = spawnSync(command, args, { env: { ...process.env, ...env }, encoding: 'utf8' });
    if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${stderr.slice(-500)}`);
  };
}
