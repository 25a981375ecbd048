import { CfnUserPool, CfnUserPoolClient, FeaturePlan, Mfa, StandardThreatProtectionMode } from 'aws-cdk-lib/aws-cognito';
import { type Stack, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import type { CognitoIntegrationPoolProps } from './cognito-integration-pool-props';
import { invalid, isLiteral } from '../../validation/invalid';

type Props = CognitoIntegrationPoolProps;

const NOBODY = 'and the platform signs in without a person';

/** Refuses what is said of a thing that exists already, which is left as it is. */
function requireNoSettingsOfExisting(props: Props): void {
  const ofExisting: readonly (readonly [keyof Props, readonly (keyof Props)[]])[] = [
    ['userPool', ['userPoolName', 'featurePlan', 'threatProtection', 'mfa', 'removalPolicy']],
    ['identityPool', ['identityPoolName']],
    ['role', ['alsoTrust', 'identityId']],
    ['passwordSecret', ['passwordVersion', 'passwordRotation']],
  ];
  for (const [existing, settings] of ofExisting) {
    const given = props[existing] === undefined ? undefined : settings.find((name) => props[name] !== undefined);
    if (given) throw invalid(given, undefined, `is given together with an existing ${existing}, which is left as it is`, `Leave out ${given}, or leave out ${existing}`);
  }
}

function requireUser({ existingUser = false, replacePassword = false, passwordSecret, userPool, username, appClient }: Props): void {
  if (isLiteral(username) && !/^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u.test(username)) {
    throw invalid('username', username, 'is no user name that Cognito takes', 'Use 1 to 128 letters, digits, symbols and punctuation, no white space');
  }
  if (existingUser && !userPool) throw invalid('existingUser', 'true', 'needs the user pool that the user is in', 'Give userPool, or leave out existingUser');
  if (existingUser && username === undefined) throw invalid('username', undefined, 'is missing, and the user exists already', 'Give the name of the existing user');
  if (existingUser && replacePassword === (passwordSecret !== undefined)) {
    throw invalid('passwordSecret', undefined, 'or replacePassword is needed for an existing user, and not both',
      'Give the secret that holds the password, or set replacePassword: true for a new one');
  }
  const ofExistingUser = [...(replacePassword ? ['replacePassword'] : []), ...(passwordSecret ? ['passwordSecret'] : [])];
  const misplaced = existingUser ? undefined : ofExistingUser[0];
  if (misplaced) throw invalid(misplaced, undefined, 'is about an existing user', 'Set existingUser: true, or leave it out');
  if (appClient && !userPool) throw invalid('appClient', undefined, 'needs the user pool that the client is in', 'Give userPool, or leave out appClient');
}

function requirePoolSettings({ mfa, featurePlan = FeaturePlan.ESSENTIALS, threatProtection, passwordRotation }: Props): void {
  if (mfa === Mfa.REQUIRED) throw invalid('mfa', mfa, `asks for a second factor at every sign-in, ${NOBODY}`, 'Set Mfa.OFF or Mfa.OPTIONAL');
  if (threatProtection === StandardThreatProtectionMode.FULL_FUNCTION) {
    throw invalid('threatProtection', threatProtection, `can block or challenge a sign-in that looks unusual, ${NOBODY}`, 'Set StandardThreatProtectionMode.AUDIT_ONLY');
  }
  if (threatProtection === StandardThreatProtectionMode.AUDIT_ONLY && featurePlan !== FeaturePlan.PLUS) {
    throw invalid('threatProtection', threatProtection, `is no part of the feature plan ${featurePlan}`, 'Set featurePlan: FeaturePlan.PLUS');
  }
  const days = passwordRotation?.toDays({ integral: false });
  if (days !== undefined && (!Number.isInteger(days) || days < 1 || days > 1000)) {
    throw invalid('passwordRotation', `${days} days`, 'is no interval that Secrets Manager takes', 'Give whole days, 1 to 1,000');
  }
}

function requireIdentityPool({ identityPool, role, attachRole, identityId }: Props): void {
  if (identityPool && attachRole === undefined) {
    const whose = role ? 'The role' : 'The new role';
    throw invalid('attachRole', undefined, 'must be said for an existing identity pool, whose role settings it would replace',
      `${whose} is attached to it with attachRole: true; false says that the pool has it already`);
  }
  if (!identityPool && attachRole === false) {
    throw invalid('attachRole', 'false', 'leaves the new identity pool without a role, so that it gives nobody credentials', 'Leave it out');
  }
  if (isLiteral(identityId) && !/^[\w-]+:[0-9a-f-]{36}$/i.test(identityId)) {
    throw invalid('identityId', identityId, 'is no identity ID', 'Give it in the form us-east-1:12345678-abcd-1234-efgh-123456789012');
  }
}

/** Refuses what no deployment could make work. */
export function requireProps(props: Props): void {
  requireNoSettingsOfExisting(props);
  requireUser(props);
  requirePoolSettings(props);
  requireIdentityPool(props);
}

/** A platform's form has one region: that of the user pool, of the identity pool and of the data. */
export function requireRegion(property: string, id: string, separator: string, stack: Stack): void {
  if (!isLiteral(id) || Token.isUnresolved(stack.region)) return;
  const [region] = id.split(separator);
  if (region === stack.region) return;
  throw invalid(property, id, `is in the region ${region} and the stack in ${stack.region}, and the platform has one field for the region`,
    'Deploy the connection in the region of both pools and of the data');
}

/** Refuses an existing pool or client of the same app whose settings stop an unattended sign-in; those of others are seen at deployment. */
export function requireUnattended(userPool?: IConstruct, appClient?: IConstruct): void {
  const pool = userPool?.node.defaultChild;
  if (pool instanceof CfnUserPool) {
    if (pool.mfaConfiguration === 'ON') throw invalid('userPool', userPool?.node.path, `asks for a second factor at every sign-in, ${NOBODY}`, 'Make MFA optional in it, or leave out userPool');
    const addOns = pool.userPoolAddOns as CfnUserPool.UserPoolAddOnsProperty | undefined;
    if (addOns?.advancedSecurityMode === 'ENFORCED') {
      throw invalid('userPool', userPool?.node.path, `can block or challenge a sign-in that looks unusual, ${NOBODY}`, 'Set its threat protection to audit only, or leave out userPool');
    }
  }
  const client = appClient?.node.defaultChild;
  if (client instanceof CfnUserPoolClient && !client.explicitAuthFlows?.includes('ALLOW_USER_PASSWORD_AUTH')) {
    throw invalid('appClient', appClient?.node.path, 'does not allow signing in by password', 'Create it with authFlows: { userPassword: true }');
  }
}
