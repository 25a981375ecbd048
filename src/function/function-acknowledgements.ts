import type { FunctionOptions } from './function-options';
import type { Acknowledgement } from '../policy/acknowledge';

/** Why a function does without what some rules ask of each. */
export interface FunctionReasons {
  readonly concurrency: string;
  readonly deadLetterQueue: string;
  readonly vpc: string;
}

/** The packs that have rules of the same name. */
const PACKS = ['HIPAA.Security', 'NIST.800.53.R5', 'PCI.DSS.321'];

/** A finding that several packs have under the same name. */
export function ofPacks(rule: string, reason: string, packs: readonly string[] = PACKS): readonly Acknowledgement[] {
  return packs.map((pack) => ({ rule: `${pack}-${rule}`, reason }));
}

/** The rules that a plain function breaks by design, unless the caller asked for more. */
export function functionAcknowledgements(options: FunctionOptions, reasons: FunctionReasons): readonly Acknowledgement[] {
  const withoutPci = PACKS.filter((pack) => !pack.startsWith('PCI'));
  return [
    ...(options.reservedConcurrentExecutions === undefined ? ofPacks('LambdaConcurrency', reasons.concurrency, withoutPci) : []),
    ...(options.deadLetterQueue ? [] : ofPacks('LambdaDLQ', reasons.deadLetterQueue, withoutPci)),
    ...(options.vpc ? [] : ofPacks('LambdaInsideVPC', reasons.vpc)),
  ];
}
