import { InvalidRequest } from './invalid-request';

/** The bounds of one run. */
export interface Limits {
  /** Seconds for the whole run; the time that Lambda has left bounds it too. */
  readonly totalSeconds: number;
  /** Seconds for one call. */
  readonly callSeconds: number;
  /** Calls at a time, of each integration. */
  readonly concurrency: number;
  /** Seconds in which a refusal is put down to IAM's eventual consistency and tried again. */
  readonly propagationSeconds: number;
  /** Places that are looked into: buckets or prefixes of an import, SageMaker endpoints where all are allowed, tables. */
  readonly places: number;
  /** Objects that an import counts in one place. */
  readonly objectsPerPlace: number;
  /** Objects that an import opens in one place; rows that a query selects of a table. */
  readonly samplesPerPlace: number;
  /** Bytes that an import reads of each. */
  readonly sampleBytes: number;
  /** Bytes that a query may read before it is stopped. */
  readonly scanBytes: number;
}

interface Bound { readonly least: number; readonly most: number; readonly initial: number }

export const LIMIT_BOUNDS: Readonly<Record<keyof Limits, Bound>> = {
  totalSeconds: { least: 1, most: 900, initial: 900 },
  callSeconds: { least: 1, most: 60, initial: 10 },
  concurrency: { least: 1, most: 128, initial: 32 },
  propagationSeconds: { least: 0, most: 300, initial: 0 },
  places: { least: 1, most: 1_000, initial: 50 },
  objectsPerPlace: { least: 1, most: 1_000_000, initial: 10_000 },
  samplesPerPlace: { least: 1, most: 50, initial: 5 },
  sampleBytes: { least: 512, most: 65_536, initial: 8_192 },
  scanBytes: { least: 1_000, most: 1_000_000_000_000, initial: 1_000_000_000 },
};

export const DEFAULT_LIMITS: Limits = limitsOf(({ initial }) => initial);

export function parseLimits(given: unknown): Limits {
  if (given === undefined) return DEFAULT_LIMITS;
  if (typeof given !== 'object' || given === null || Array.isArray(given)) throw new InvalidRequest('limits must be an object');
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(LIMIT_BOUNDS, name));
  if (unknown !== undefined) {
    throw new InvalidRequest(`limits has no '${unknown.slice(0, 40)}'; it has ${Object.keys(LIMIT_BOUNDS).join(', ')}`);
  }
  const values = given as Readonly<Record<string, unknown>>;
  return limitsOf(({ least, most, initial }, name) => {
    const value = values[name];
    if (value === undefined) return initial;
    if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most) {
      throw new InvalidRequest(`limits.${name} must be a whole number from ${least} to ${most}`);
    }
    return value;
  });
}

function limitsOf(choose: (bound: Bound, name: keyof Limits) => number): Limits {
  const of = (name: keyof Limits): number => choose(LIMIT_BOUNDS[name], name);
  return {
    totalSeconds: of('totalSeconds'),
    callSeconds: of('callSeconds'),
    concurrency: of('concurrency'),
    propagationSeconds: of('propagationSeconds'),
    places: of('places'),
    objectsPerPlace: of('objectsPerPlace'),
    samplesPerPlace: of('samplesPerPlace'),
    sampleBytes: of('sampleBytes'),
    scanBytes: of('scanBytes'),
  };
}
