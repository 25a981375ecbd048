import { isVerifierOnly, openingsOf, type Opening } from './admission';
import { comparePolicies, nameOf, type PolicyComparison } from './compare-policies';
import { parsePolicy, type Statement } from './policy';
import type { TrustReader } from './trust-reader';
import { failureOf } from '../../aws/failure';
import type { ConnectionContext } from '../connection/context';
import { found, passed, type Finding } from '../probes/finding';
import type { Probe } from '../probes/probe';

/** Names in IAM's errors that say that there is no such role or provider. */
const MISSING = new Set(['NoSuchEntity', 'NoSuchEntityException']);

export function policyProbe({ document }: ConnectionContext, reader: TrustReader): Probe {
  const { principal, trust } = document;
  const check = async (): Promise<Finding | readonly Finding[]> => {
    let actual: readonly Statement[];
    try {
      actual = await reader.policy();
    } catch (error) {
      const failure = failureOf(error);
      if (MISSING.has(failure.name)) return found('ROLE_MISSING', { role: principal.name });
      if (failure.kind === 'denied') return found('VERIFIER_NOT_ALLOWED', { action: 'iam:GetRole', resource: principal.arn });
      throw error;
    }
    const { differences, extra } = trust.policy === undefined ? { differences: [], extra: [] } : comparePolicies(parsePolicy(trust.policy), actual);
    const foreign = extra.filter((statement) => !isVerifierOnly(statement, trust));
    return judge({ differences, extra: foreign }, deletedPrincipals(actual), openingsOf(actual, trust), principal.imported);
  };
  return { id: 'trust.policy', expects: 'allowed', targets: [{ name: principal.arn, check }] };
}

function judge(
  { differences, extra }: PolicyComparison, deleted: readonly string[], openings: readonly Opening[], imported: boolean,
): Finding | readonly Finding[] {
  const findings: Finding[] = deleted.map((principal) => found('TRUST_PRINCIPAL_DELETED', { principal }));
  const surplus = extra.map((statement) => `${nameOf(statement)} is not in the document`);
  // The trust of an imported role is its owner's, who may let in others; a role of ours has no such owner.
  const wrong = imported ? differences : [...differences, ...surplus];
  if (wrong.length > 0) findings.push(found('TRUST_POLICY_DIFFERS', { differences: wrong.join('; ') }, { differences: wrong }));
  else if (surplus.length > 0) findings.push(found('TRUST_POLICY_HAS_MORE', { differences: surplus.join('; ') }, { differences: surplus }));
  for (const { kind, text } of openings) {
    if (!(imported && kind === 'principal')) findings.push(found('TRUST_OPEN', { opening: text }, { kind }));
  }
  return findings.length > 0 ? findings : passed('The trust policy in force says what the document says, and lets in nobody else');
}

/**
 * IAM shows the unique ID of a principal that has been deleted in place of its ARN.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-roles
 */
function deletedPrincipals(policy: readonly Statement[]): readonly string[] {
  const principals = policy.flatMap((statement) => statement.principals);
  return principals.filter(({ type, value }) => type === 'AWS' && /^A(?:ROA|IDA)[A-Z0-9]{12,}$/.test(value)).map(({ value }) => value);
}
