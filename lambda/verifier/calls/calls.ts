import type { Deadline } from './deadline';
import { TimeRanOut } from './deadline';
import type { Limiter } from './limiter';
import { failureOf, type Failure } from '../../aws/failure';

/** Sends one request; the signal ends it when its time or the run's time is over. */
export type Send<T> = (signal: AbortSignal) => Promise<T>;

export type Refusal = { readonly refused: true; readonly failure: Failure } | { readonly refused: false };

/** How every call of the verifier is made: bounded in number, in its own time and in the time of the run. */
export interface Calls {
  /** A call that must work. Right after a deployment a refusal is tried again, because IAM is eventually consistent. */
  readonly mustWork: <T>(send: Send<T>) => Promise<T>;
  /** Work of several calls that tells of a refusal in its answer: likewise tried again while it is refused. */
  readonly patiently: <T>(work: () => Promise<T>, isRefused: (answer: T) => boolean) => Promise<T>;
  /** A call that is made once: to learn from its failure, or because it must be refused. */
  readonly once: <T>(send: Send<T>) => Promise<T>;
  /** Whether a call is refused; any other failure than a refusal is thrown. */
  readonly isRefused: (send: Send<unknown>) => Promise<Refusal>;
  /** What is left of the run, for work that is not one call and ends itself in time. */
  readonly remainingMs: () => number;
}

export interface CallSettings {
  readonly deadline: Deadline;
  readonly limiter: Limiter;
  readonly callMs: number;
  /** How long after its start the run puts a refusal down to propagation; 0: never. */
  readonly propagationMs: number;
  readonly now?: () => number;
  readonly sleep?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 8_000;
const longer = (wait: number): number => Math.min(wait * 2, LONGEST_WAIT_MS);

/**
 * Changes of IAM can take a while to be in force everywhere.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
 */
const PROPAGATION_NAMES = new Set(['InvalidIdentityToken', 'NoSuchEntity', 'NoSuchEntityException', 'InvalidClientTokenId', 'InvalidIdentityPoolConfigurationException']);

export function createCalls(settings: CallSettings): Calls {
  const { deadline, limiter, callMs } = settings;
  const now = settings.now ?? Date.now;
  const sleep = settings.sleep ?? sleepUntil;
  const propagationEnd = now() + settings.propagationMs;

  const once = async <T>(send: Send<T>): Promise<T> => limiter.run(async () => {
    if (deadline.signal.aborted) throw new TimeRanOut();
    try {
      return await within(deadline.signal, callMs, send);
    } catch (error) {
      // Whatever an aborted call calls its failure, the run's end is the reason.
      if (deadline.signal.aborted) throw new TimeRanOut();
      throw error;
    }
  });

  /** Waits before another attempt, as far as there is time for propagation. */
  const mayTryAgain = async (wait: number): Promise<boolean> => {
    if (now() + wait > propagationEnd || wait >= deadline.remainingMs()) return false;
    await sleep(wait, deadline.signal);
    return true;
  };

  const mustWork = async <T>(send: Send<T>): Promise<T> => {
    for (let wait = FIRST_WAIT_MS; ; wait = longer(wait)) {
      try {
        return await once(send);
      } catch (error) {
        const failure = failureOf(error);
        const mayBePropagation = failure.kind === 'denied' || PROPAGATION_NAMES.has(failure.name);
        if (!mayBePropagation || !await mayTryAgain(wait)) throw error;
      }
    }
  };

  const patiently = async <T>(work: () => Promise<T>, isRefused: (answer: T) => boolean): Promise<T> => {
    for (let wait = FIRST_WAIT_MS; ; wait = longer(wait)) {
      const answer = await work();
      if (!isRefused(answer) || !await mayTryAgain(wait)) return answer;
    }
  };

  const isRefused = async (send: Send<unknown>): Promise<Refusal> => {
    try {
      await once(send);
      return { refused: false };
    } catch (error) {
      const failure = failureOf(error);
      if (failure.kind !== 'denied') throw error;
      return { refused: true, failure };
    }
  };

  return { mustWork, patiently, once, isRefused, remainingMs: deadline.remainingMs };
}

/**
 * Ends a call with its own time or with the run's, which a call that does not heed its signal must not hold up. Not by AbortSignal.any:
 * in Node.js 20 a timeout that is given to it can be collected before it fires, and the call would have no time of its own.
 */
async function within<T>(run: AbortSignal, callMs: number, send: Send<T>): Promise<T> {
  const call = new AbortController();
  const timer = setTimeout(() => call.abort(new DOMException('no answer in time', 'TimeoutError')), callMs);
  let stop: (() => void) | undefined;
  const over = new Promise<never>((_resolve, reject) => {
    stop = () => {
      call.abort(new TimeRanOut());
      reject(new TimeRanOut());
    };
    run.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([send(call.signal), over]);
  } finally {
    clearTimeout(timer);
    if (stop) run.removeEventListener('abort', stop);
  }
}

async function sleepUntil(milliseconds: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const stop = (): void => { clearTimeout(timer); reject(new TimeRanOut()); };
    const timer = setTimeout(() => { signal.removeEventListener('abort', stop); resolve(); }, milliseconds);
    signal.addEventListener('abort', stop, { once: true });
  });
}
