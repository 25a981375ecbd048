import type { Subjects } from './subjects';
import { upperBoundLength } from '../../policy/measure';
import type { Conditions, PolicyDocumentJson, StatementJson } from '../../policy/statement';

/**
 * The default size of a role's trust policy. The quota can be raised to 4,096.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const TRUST_POLICY_CHARACTERS = 2048;

/** What decides who an OIDC trust lets in. */
export interface WebIdentityTrust extends Subjects {
  readonly providerArn: string;
  readonly issuerUrl: string;
  /** The issuer without `https://`, as condition keys name it. */
  readonly issuerPath: string;
  readonly audience: string;
  readonly externalId?: string;
  readonly sessionTags: boolean;
  readonly sourceIdentity: boolean;
}

/** What decides which identities of a Cognito identity pool a trust lets in. */
export interface IdentityPoolTrust {
  /** The federated principal, and the start of its condition keys. */
  readonly provider: string;
  readonly identityPoolId: string;
  /** The only identity that is let in; absent: every signed-in one. */
  readonly identityId?: string;
  readonly sessionTags: boolean;
  readonly sourceIdentity: boolean;
}

/** What decides who a cross-account trust lets in. */
export interface CrossAccountTrust {
  readonly principalArn: string;
  readonly externalId?: string;
  readonly organizationId?: string;
  readonly sessionTags: boolean;
  readonly sourceIdentity: boolean;
}

function oneOrMany(values: readonly string[]): string | readonly string[] {
  return values.length === 1 ? values[0] : values;
}

/** The STS actions of a trust: session tags and source identity need an action of their own. */
export function trustActions(assume: string, options: { readonly sessionTags: boolean; readonly sourceIdentity: boolean }): readonly string[] {
  return [assume, ...(options.sessionTags ? ['sts:TagSession'] : []), ...(options.sourceIdentity ? ['sts:SetSourceIdentity'] : [])];
}

/**
 * The statements of an OIDC trust: exact audience, and exact subjects apart from patterns, because conditions of one statement must
 * all hold.
 */
export function webIdentityStatements(trust: WebIdentityTrust): readonly StatementJson[] {
  const { issuerPath, providerArn } = trust;
  // STS never sends an external ID with a web identity: the strict operator would deny every call.
  // https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
  const externalId: Conditions = trust.externalId ? { StringEqualsIfExists: { 'sts:ExternalId': trust.externalId } } : {};
  const audience = { [`${issuerPath}:aud`]: trust.audience };
  const statement = (sid: string, conditions: Conditions): StatementJson => ({
    Sid: sid,
    Effect: 'Allow',
    Principal: { Federated: providerArn },
    Action: oneOrMany(trustActions('sts:AssumeRoleWithWebIdentity', trust)),
    Condition: { ...conditions, ...externalId },
  });
  if (trust.anySubject) return [statement('AllowAnySubject', { StringEquals: audience })];
  const exact = statement('AllowSubjects', { StringEquals: { ...audience, [`${issuerPath}:sub`]: oneOrMany(trust.subjects) } });
  const patterns = statement('AllowSubjectPatterns', { StringEquals: audience, StringLike: { [`${issuerPath}:sub`]: oneOrMany(trust.subjectPatterns) } });
  return [...(trust.subjects.length > 0 ? [exact] : []), ...(trust.subjectPatterns.length > 0 ? [patterns] : [])];
}

/**
 * The statement of a Cognito trust: identities of one pool, signed in.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/iam-roles.html
 */
export function identityPoolStatements(trust: IdentityPoolTrust): readonly StatementJson[] {
  const { provider, identityPoolId, identityId } = trust;
  return [{
    Sid: 'AllowIdentityPool',
    Effect: 'Allow',
    Principal: { Federated: provider },
    Action: oneOrMany(trustActions('sts:AssumeRoleWithWebIdentity', trust)),
    Condition: {
      'StringEquals': { [`${provider}:aud`]: identityPoolId, ...(identityId ? { [`${provider}:sub`]: identityId } : {}) },
      'ForAnyValue:StringLike': { [`${provider}:amr`]: 'authenticated' },
    },
  }];
}

/** The statement of a cross-account trust. */
export function crossAccountStatements(trust: CrossAccountTrust): readonly StatementJson[] {
  const equals = {
    ...(trust.externalId ? { 'sts:ExternalId': trust.externalId } : {}),
    ...(trust.organizationId ? { 'aws:PrincipalOrgID': trust.organizationId } : {}),
  };
  return [{
    Sid: 'AllowPlatform',
    Effect: 'Allow',
    Principal: { AWS: trust.principalArn },
    Action: oneOrMany(trustActions('sts:AssumeRole', trust)),
    ...(Object.keys(equals).length > 0 ? { Condition: { StringEquals: equals } } : {}),
  }];
}

/** The statement that lets the verifier's own role in, under the same external ID as the platform. */
export function verifierStatement(verifierRoleArn: string, externalId?: string): StatementJson {
  return {
    Sid: 'AllowVerifier',
    Effect: 'Allow',
    Principal: { AWS: verifierRoleArn },
    Action: 'sts:AssumeRole',
    ...(externalId ? { Condition: { StringEquals: { 'sts:ExternalId': externalId } } } : {}),
  };
}

/** A trust policy of these statements; refuses one that IAM would refuse for its length. */
export function trustPolicyJson(statements: readonly StatementJson[]): PolicyDocumentJson {
  const policy: PolicyDocumentJson = { Version: '2012-10-17', Statement: statements };
  const length = upperBoundLength(JSON.stringify(policy));
  if (length > TRUST_POLICY_CHARACTERS * 2) {
    throw new Error(`The trust policy would be ${length} characters long and IAM takes ${TRUST_POLICY_CHARACTERS}, or 4096 after a quota increase. List fewer subjects, or use subjectPatterns.`);
  }
  return policy;
}

/** Whether the trust policy needs the raised quota. */
export function needsRaisedTrustQuota(policy: PolicyDocumentJson): boolean {
  return upperBoundLength(JSON.stringify(policy)) > TRUST_POLICY_CHARACTERS;
}
