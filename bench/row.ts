/** One line of the table. Ratios are of figures measured side by side in this run. */
export interface Row {
  readonly name: string;
  readonly ours: string;
  readonly theirs: string;
  readonly ratio: number;
  readonly bound: string;
  readonly holds: boolean;
}

/** A row whose ratio must not exceed a bound. */
export function atMost(name: string, bound: number, ours: number, theirs: number, unit: string): Row {
  const ratio = ours / theirs;
  return { name, ours: `${round(ours)} ${unit}`, theirs: `${round(theirs)} ${unit}`, ratio, bound: `at most ${bound} x`, holds: ratio <= bound };
}

/** A row whose speed-up must reach a bound. */
export function fasterThan(name: string, bound: number, ours: number, theirs: number, unit: string): Row {
  const ratio = theirs / ours;
  return { name, ours: `${round(ours)} ${unit}`, theirs: `${round(theirs)} ${unit}`, ratio, bound: `at least ${bound} x faster`, holds: ratio >= bound };
}

function round(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
