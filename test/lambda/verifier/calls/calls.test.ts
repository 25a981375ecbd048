import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { failureOf } from '../../../../lambda/aws/failure';
import { createCalls, type CallSettings } from '../../../../lambda/verifier/calls/calls';
import { startDeadline, TimeRanOut, type Deadline } from '../../../../lambda/verifier/calls/deadline';
import { createLimiter } from '../../../../lambda/verifier/calls/limiter';

const deadlines: Deadline[] = [];
afterEach(() => deadlines.splice(0).forEach((deadline) => deadline.clear()));

function deadlineOf(milliseconds: number): Deadline {
  const deadline = startDeadline(milliseconds);
  deadlines.push(deadline);
  return deadline;
}

const denied = (): Error => Object.assign(new Error('User: x is not authorized to perform: y'), { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } });
const never = async (): Promise<never> => new Promise(() => undefined);

function callsWith(settings: Partial<CallSettings> = {}) {
  const slept: number[] = [];
  let clock = 0;
  const calls = createCalls({
    deadline: deadlineOf(60_000),
    limiter: createLimiter(4),
    callMs: 1_000,
    propagationMs: 0,
    now: () => clock,
    sleep: async (milliseconds) => { slept.push(milliseconds); clock += milliseconds; },
    ...settings,
  });
  return { calls, slept };
}

/** Fails so many times and works then. */
function failing(times: number, error: () => Error) {
  let sent = 0;
  const send = async () => {
    sent += 1;
    if (sent <= times) throw error();
    return 'answer';
  };
  return { send, sent: () => sent };
}

describe('a call that must work', () => {
  test('is sent once when nothing is put down to propagation', async () => {
    const { calls, slept } = callsWith();
    const { send, sent } = failing(1, denied);
    await expect(calls.mustWork(send)).rejects.toThrow('not authorized');
    expect([sent(), slept]).toEqual([1, []]);
  });

  test('is tried again while a refusal may be propagation, with growing waits', async () => {
    const { calls, slept } = callsWith({ propagationMs: 60_000 });
    const { send } = failing(5, denied);
    await expect(calls.mustWork(send)).resolves.toBe('answer');
    expect(slept).toEqual([1_000, 2_000, 4_000, 8_000, 8_000]);
  });

  test('gives up when the time for propagation is over', async () => {
    const { calls, slept } = callsWith({ propagationMs: 5_000 });
    const { send } = failing(99, denied);
    await expect(calls.mustWork(send)).rejects.toThrow('not authorized');
    expect(slept).toEqual([1_000, 2_000]);
  });

  test('is not tried again for another failure', async () => {
    const { calls, slept } = callsWith({ propagationMs: 60_000 });
    await expect(calls.mustWork(failing(1, () => new Error('NoSuchBucket')).send)).rejects.toThrow('NoSuchBucket');
    expect(slept).toEqual([]);
  });

  test('has its own time, although memory is cleared up meanwhile', async () => {
    setFlagsFromString('--expose-gc');
    const clearing = setInterval(runInNewContext('gc') as () => void, 5);
    const { calls } = callsWith({ deadline: deadlineOf(5_000), callMs: 50 });
    const abortable = async (signal: AbortSignal) => new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error));
    });
    const error = await calls.once(abortable).catch((reason: unknown) => reason);
    clearInterval(clearing);
    expect(failureOf(error).kind).toBe('timed-out');
  });

  test('ends with the run, even if it does not heed the signal', async () => {
    const { calls } = callsWith({ deadline: deadlineOf(20) });
    await expect(calls.once(never)).rejects.toBeInstanceOf(TimeRanOut);
    await expect(calls.once(async () => 'late')).rejects.toBeInstanceOf(TimeRanOut);
  });
});

describe('work of several calls', () => {
  /** Answers so many times with a refusal and then as it should. */
  const refusing = (times: number) => {
    let done = 0;
    return async () => { done += 1; return done <= times ? 'refused' : 'answer'; };
  };

  test('is done again while its answer is a refusal and that may be propagation', async () => {
    const { calls, slept } = callsWith({ propagationMs: 60_000 });
    await expect(calls.patiently(refusing(3), (answer) => answer === 'refused')).resolves.toBe('answer');
    expect(slept).toEqual([1_000, 2_000, 4_000]);
  });

  test('ends with the refusal when the time for propagation is over, and at once where there is none', async () => {
    const { calls, slept } = callsWith({ propagationMs: 5_000 });
    await expect(calls.patiently(refusing(99), (answer) => answer === 'refused')).resolves.toBe('refused');
    expect(slept).toEqual([1_000, 2_000]);
    const impatient = callsWith();
    await expect(impatient.calls.patiently(refusing(99), (answer) => answer === 'refused')).resolves.toBe('refused');
    expect(impatient.slept).toEqual([]);
  });

  test('takes no place among the calls that run at a time, so that its own calls find one', async () => {
    const { calls } = callsWith({ limiter: createLimiter(1) });
    await expect(calls.patiently(async () => calls.mustWork(async () => 'answer'), () => false)).resolves.toBe('answer');
  });
});

describe('a call that must be refused', () => {
  test('is sent once', async () => {
    const { calls } = callsWith({ propagationMs: 60_000 });
    const { send, sent } = failing(99, denied);
    await expect(calls.isRefused(send)).resolves.toMatchObject({ refused: true, failure: { kind: 'denied' } });
    expect(sent()).toBe(1);
  });

  test('may be let in', async () => {
    await expect(callsWith().calls.isRefused(async () => 'answer')).resolves.toEqual({ refused: false });
  });

  test('is not refused by another failure', async () => {
    await expect(callsWith().calls.isRefused(failing(1, () => new Error('SlowDown')).send)).rejects.toThrow('SlowDown');
  });
});

test('no more calls run at a time than allowed, and all run', async () => {
  const limiter = createLimiter(3);
  let running = 0;
  let most = 0;
  const order: number[] = [];
  await Promise.all(Array.from({ length: 20 }, async (_, i) => limiter.run(async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, 1));
    running -= 1;
    order.push(i);
    if (i % 5 === 0) throw new Error('a failure gives its place back as well');
  }).catch(() => undefined)));
  expect([most, running, order.length]).toEqual([3, 0, 20]);
});
