/** Runs at most so many tasks at a time, in the order in which they were handed in. */
export interface Limiter {
  readonly run: <T>(task: () => Promise<T>) => Promise<T>;
}

export function createLimiter(concurrency: number): Limiter {
  let running = 0;
  const waiting: Array<() => void> = [];

  const leave = (): void => {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  };

  return {
    run: async <T>(task: () => Promise<T>): Promise<T> => {
      if (running < concurrency) running += 1;
      // The place of a task that ends is handed over, so that `running` stays as it is.
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await task();
      } finally {
        leave();
      }
    },
  };
}
