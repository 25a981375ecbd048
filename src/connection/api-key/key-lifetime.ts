import { Duration } from 'aws-cdk-lib/core';
import { invalid } from '../../validation/invalid';

/** How long a key lives and how often another one follows. */
export interface KeyLifetime {
  readonly ageDays: number;
  readonly rotationHours: number;
}

const LONGEST_DAYS = 365;
/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceSpecificCredential.html */
const LONGEST_DAYS_OF_IAM = 36_600;
/** @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html */
const SHORTEST_ROTATION_HOURS = 4;
const LONGEST_ROTATION_HOURS = 999 * 24;

function whole(property: string, duration: Duration, unit: 'days' | 'hours'): number {
  if (duration.isUnresolved()) throw invalid(property, undefined, 'is only known at deployment, and the rotation follows from it', 'Give it as a literal');
  const count = unit === 'days' ? duration.toDays({ integral: false }) : duration.toHours({ integral: false });
  if (!Number.isInteger(count)) throw invalid(property, duration.toHumanString(), `is not a number of whole ${unit}`, `Give whole ${unit}`);
  return count;
}

/** A key that is read from the secret once between two rotations is never dead: it outlives the rotation after the next one's start. */
export function keyLifetime(expiry: Duration, rotateEvery: Duration | undefined, allowExpiryBeyondOneYear = false): KeyLifetime {
  const ageDays = whole('expiry', expiry, 'days');
  const most = allowExpiryBeyondOneYear ? LONGEST_DAYS_OF_IAM : LONGEST_DAYS;
  if (ageDays < 1 || ageDays > most) {
    throw invalid('expiry', `${ageDays} days`, 'is outside what a key may live', allowExpiryBeyondOneYear
      ? `Give 1 to ${LONGEST_DAYS_OF_IAM} days`
      : `Give 1 to ${LONGEST_DAYS} days, or set allowExpiryBeyondOneYear: true`);
  }
  // Half a life in whole days, or half a day.
  const half = ageDays === 1 ? 12 : Math.floor(ageDays / 2) * 24;
  if (rotateEvery === undefined) return { ageDays, rotationHours: Math.min(half, LONGEST_ROTATION_HOURS) };
  const rotationHours = whole('rotateEvery', rotateEvery, 'hours');
  if (rotationHours > 24 && rotationHours % 24 !== 0) throw invalid('rotateEvery', rotateEvery.toHumanString(), 'is more than a day and no number of whole days', 'Give whole days');
  if (rotationHours < SHORTEST_ROTATION_HOURS || rotationHours > Math.min(ageDays * 12, LONGEST_ROTATION_HOURS)) {
    throw invalid('rotateEvery', rotateEvery.toHumanString(), 'leaves no time in which the former key and the new one both work, or is outside what Secrets Manager takes',
      `Give ${SHORTEST_ROTATION_HOURS} hours to half of the expiry, at most 999 days`);
  }
  return { ageDays, rotationHours };
}

/** `rate(45 days)`; Secrets Manager counts days and hours. */
export function rotationSchedule({ rotationHours }: KeyLifetime): string {
  return rotationHours % 24 === 0 ? rate(rotationHours / 24, 'day') : rate(rotationHours, 'hour');
}

function rate(count: number, unit: string): string {
  return `rate(${count} ${unit}${count === 1 ? '' : 's'})`;
}
