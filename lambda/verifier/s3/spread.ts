/** Items spread evenly over a sequence of unknown length, without keeping the sequence: every n-th, n doubling as it grows. */
export interface Spread<T> {
  readonly offer: (item: T) => void;
  readonly items: () => readonly T[];
}

export function createSpread<T>(count: number): Spread<T> {
  let kept: readonly T[] = [];
  let stride = 1;
  let offered = 0;
  return {
    offer: (item) => {
      if (offered % stride === 0) kept = [...kept, item];
      offered += 1;
      if (kept.length >= count * 2) {
        kept = kept.filter((_, index) => index % 2 === 0);
        stride *= 2;
      }
    },
    items: () => {
      const wanted = Math.min(count, kept.length);
      const positions = new Set(Array.from({ length: wanted }, (_, i) => Math.floor((i * kept.length) / wanted)));
      return kept.filter((_, index) => positions.has(index));
    },
  };
}
