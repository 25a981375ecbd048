import { nameOf } from './compare-policies';
import { accountForm, type Statement, type TrustedPrincipal } from './policy';
import type { Trust } from '../../../src/document/connection-document-v1';

/** What a trust policy leaves open beyond what the document says. */
export interface Opening {
  readonly kind: 'anyone' | 'principal' | 'audience' | 'subject' | 'unauthenticated' | 'external-id' | 'organization';
  readonly text: string;
}

/** The actions by which a role can be entered; TagSession and SetSourceIdentity alone let nobody in. */
const ENTRY_ACTIONS = ['sts:assumerole', 'sts:assumerolewithwebidentity', 'sts:assumerolewithsaml'];

/**
 * Everything that the policy lets in and the document does not say. An empty answer is a proof for every possible subject, audience
 * and external ID, not for a few that were tried: the conditions of a statement must all hold, so one that confines a key to
 * allowed values is enough, and whatever else stands beside it can only narrow further. A condition that is not understood confines
 * nothing here, and a Deny is not counted on, so that doubt always shows as an opening.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 */
export function openingsOf(policy: readonly Statement[], trust: Trust): readonly Opening[] {
  return policy.filter((statement) => statement.effect !== 'Deny' && entryActions(statement).length > 0).flatMap((statement) => openingsOfStatement(statement, trust));
}

/** Whether a statement lets in the verifier's own role and nobody else. */
export function isVerifierOnly(statement: Statement, trust: Trust): boolean {
  return trust.verifier !== undefined && !statement.hasNotPrincipal && statement.principals.length > 0
    && statement.principals.every((principal) => isVerifier(principal, trust));
}

/** Whether every statement that lets in the verifier asks for the exact external ID, so that trying without it can prove something. */
export function verifierNeedsExternalId(policy: readonly Statement[], trust: Trust): boolean {
  const { externalId } = trust;
  return externalId !== undefined && policy
    .filter((statement) => statement.effect !== 'Deny' && statement.principals.some((principal) => isVerifier(principal, trust)))
    .every((statement) => isConfined(statement, 'sts:externalid', [externalId], []));
}

function isVerifier({ type, value }: TrustedPrincipal, trust: Trust): boolean {
  return type === 'AWS' && value === trust.verifier;
}

function openingsOfStatement(statement: Statement, trust: Trust): readonly Opening[] {
  const name = nameOf(statement);
  if (statement.hasNotPrincipal) return [{ kind: 'anyone', text: `${name} lets in everyone whom its NotPrincipal does not name` }];
  return statement.principals.flatMap((principal) => openingsOfPrincipal(statement, principal, trust).map(({ kind, text }) => ({ kind, text: `${name} ${text}` })));
}

function openingsOfPrincipal(statement: Statement, principal: TrustedPrincipal, trust: Trust): readonly Opening[] {
  const { type, value } = principal;
  if (value.includes('*')) return [{ kind: 'anyone', text: `lets in ${type === '*' ? 'anyone' : `${type} ${value}`}` }];
  if (type === 'Federated' && value === trust.providerArn) return openingsOfProvider(statement, trust);
  if (type === 'Federated' && value === trust.identityPool?.provider) return openingsOfIdentityPool(statement, trust.identityPool);
  if (isVerifier(principal, trust)) return [];
  if (type === 'AWS' && (trust.principals ?? []).map(accountForm).includes(value)) return openingsOfAwsPrincipal(statement, trust);
  return [{ kind: 'principal', text: `lets in ${type} ${value}` }];
}

function openingsOfProvider(statement: Statement, trust: Trust): readonly Opening[] {
  // A federated principal can come in by no other action.
  if (!entryActions(statement).includes('sts:assumerolewithwebidentity')) return [];
  const provider = (trust.providerArn ?? '').replace(/^.*:oidc-provider\//, '').toLowerCase();
  const openings: Opening[] = [];
  if (!isConfined(statement, `${provider}:aud`, trust.audiences ?? [], [])) openings.push({ kind: 'audience', text: `does not confine ${provider}:aud to ${show(trust.audiences)}` });
  if (trust.anySubject !== true && !isConfined(statement, `${provider}:sub`, trust.subjects ?? [], trust.subjectPatterns ?? [])) {
    openings.push({ kind: 'subject', text: `does not confine ${provider}:sub to ${show([...(trust.subjects ?? []), ...(trust.subjectPatterns ?? [])])}` });
  }
  return openings;
}

function openingsOfIdentityPool(statement: Statement, { provider, id, identityId }: NonNullable<Trust['identityPool']>): readonly Opening[] {
  if (!entryActions(statement).includes('sts:assumerolewithwebidentity')) return [];
  const openings: Opening[] = [];
  if (!isConfined(statement, `${provider}:aud`, [id], [])) openings.push({ kind: 'audience', text: `does not confine ${provider}:aud to ${id}` });
  if (!isConfined(statement, `${provider}:amr`, ['authenticated'], [])) openings.push({ kind: 'unauthenticated', text: `does not confine ${provider}:amr to authenticated` });
  if (identityId !== undefined && !isConfined(statement, `${provider}:sub`, [identityId], [])) openings.push({ kind: 'subject', text: `does not confine ${provider}:sub to ${identityId}` });
  return openings;
}

function openingsOfAwsPrincipal(statement: Statement, trust: Trust): readonly Opening[] {
  if (!entryActions(statement).includes('sts:assumerole')) return [];
  const openings: Opening[] = [];
  const { externalId, organizationId } = trust;
  if (externalId !== undefined && !isConfined(statement, 'sts:externalid', [externalId], [])) openings.push({ kind: 'external-id', text: 'does not ask for the exact external ID' });
  if (organizationId !== undefined && !isConfined(statement, 'aws:principalorgid', [organizationId], [])) openings.push({ kind: 'organization', text: `does not confine aws:PrincipalOrgID to ${organizationId}` });
  return openings;
}

/**
 * Whether one of the conditions lets the key have allowed values only. Not counted: negations; `IfExists` and `ForAllValues`, which
 * hold when the key is missing; values with `$`, which IAM may expand to the very value that they are compared with.
 */
function isConfined(statement: Statement, key: string, exact: readonly string[], patterns: readonly string[]): boolean {
  return statement.conditions.some((condition) => {
    if (condition.key !== key || condition.values.length === 0) return false;
    const operator = condition.operator.replace(/^ForAnyValue:/i, '');
    if (/^StringEquals$/i.test(operator)) return condition.values.every((value) => !value.includes('$') && exact.includes(value));
    if (/^StringLike$/i.test(operator)) return condition.values.every((value) => !value.includes('$') && (patterns.includes(value) || (!/[*?]/.test(value) && exact.includes(value))));
    return false;
  });
}

function entryActions({ actions, notActions }: Statement): readonly string[] {
  const matches = (action: string, patterns: readonly string[]): boolean => patterns.some((pattern) => isLike(action, pattern));
  return ENTRY_ACTIONS.filter((action) => matches(action, actions) || (notActions.length > 0 && !matches(action, notActions)));
}

/** IAM's StringLike: `*` is any text, `?` any one character, all else itself. */
export function isLike(value: string, pattern: string): boolean {
  const source = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*+/g, '[\\s\\S]*').replace(/\?/g, '[\\s\\S]');
  return new RegExp(`^${source}$`, 'u').test(value);
}

function show(values: readonly string[] | undefined): string {
  return values === undefined || values.length === 0 ? 'anything' : values.map((value) => `'${value}'`).join(' or ');
}
