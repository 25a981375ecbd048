/** The run's time is over; what has been found so far is still reported. */
export class TimeRanOut extends Error {
  constructor() {
    super('the time of this run is over');
    this.name = 'TimeRanOut';
  }
}

/** When the run must have ended, so that there is time left to report. */
export interface Deadline {
  /** Aborts with TimeRanOut when the time is over. */
  readonly signal: AbortSignal;
  readonly remainingMs: () => number;
  /** Lets the process end; without it a timer keeps the deadline alive. */
  readonly clear: () => void;
}

export function startDeadline(milliseconds: number, now: () => number = Date.now): Deadline {
  const end = now() + milliseconds;
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new TimeRanOut()), Math.max(0, milliseconds));
  timer.unref();
  return {
    signal: controller.signal,
    remainingMs: () => (controller.signal.aborted ? 0 : Math.max(0, end - now())),
    clear: () => clearTimeout(timer),
  };
}
