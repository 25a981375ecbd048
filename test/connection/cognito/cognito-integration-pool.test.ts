import { FeaturePlan, Mfa, StandardThreatProtectionMode, UserPool, UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { IdentityPool } from 'aws-cdk-lib/aws-cognito-identitypool';
import { Role } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import fc from 'fast-check';
import { CognitoIntegrationPool, type CognitoIntegrationPoolProps, ConnectionVerifier, Platform, S3Access } from '../../../src';
import { isAllowed, isTokenLetIn } from '../../authorization/evaluate';
import { ACCOUNT, ENV, newStack, Synthesized } from '../../synthesis/template';

type Props = Partial<CognitoIntegrationPoolProps>;
type Build = (stack: Stack) => Props;

const POOL = 'us-east-1_aBcDeFgHi';
const IDENTITY_POOL = 'us-east-1:12345678-abcd-1234-efab-123456789012';
const IDENTITY = 'us-east-1:aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';

const connect = (props: Props | Build = {}, stack = newStack({ env: ENV })) => {
  const given = typeof props === 'function' ? props(stack) : props;
  return { stack, connection: new CognitoIntegrationPool(stack, 'Connection', { platform: Platform.fourMinds(), ...given }) };
};
function synthesize(props: Props | Build = {}, stack = newStack({ env: ENV }), env?: ConstructorParameters<typeof Synthesized>[1]): Synthesized {
  return new Synthesized(connect(props, stack).stack, env);
}

/** The properties of the only resource of a type. */
function only(synthesized: Synthesized, type: string): Readonly<Record<string, unknown>> {
  const found = Object.values(synthesized.resources(type));
  expect(found).toHaveLength(1);
  return found[0].Properties;
}
const count = (synthesized: Synthesized, type: string) => Object.keys(synthesized.resources(type)).length;

const existing = {
  userPool: (stack: Stack, id = POOL) => UserPool.fromUserPoolId(stack, 'ExistingPool', id),
  appClient: (stack: Stack) => UserPoolClient.fromUserPoolClientId(stack, 'ExistingClient', 'existing-client'),
  identityPool: (stack: Stack, id = IDENTITY_POOL) => IdentityPool.fromIdentityPoolId(stack, 'ExistingIdentities', id),
  role: (stack: Stack) => Role.fromRoleArn(stack, 'ExistingRole', `arn:aws:iam::${ACCOUNT}:role/existing`),
  secret: (stack: Stack) => Secret.fromSecretCompleteArn(stack, 'ExistingSecret', `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:password-AbCdEf`),
};

describe('what is created', () => {
  test('has the settings of the guides where they are right', () => {
    const synthesized = synthesize();
    expect(only(synthesized, 'AWS::Cognito::UserPool')).toMatchObject({
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      DeletionProtection: 'ACTIVE',
      MfaConfiguration: 'OFF',
      UserPoolTier: 'ESSENTIALS',
      Policies: { PasswordPolicy: { MinimumLength: 16, RequireLowercase: true, RequireNumbers: true, RequireSymbols: true, RequireUppercase: true } },
    });
    expect(only(synthesized, 'AWS::Cognito::UserPool')).not.toHaveProperty('UsernameAttributes');
    expect(Object.values(synthesized.resources('AWS::Cognito::UserPool'))[0].DeletionPolicy).toBe('Retain');
    expect(only(synthesized, 'AWS::Cognito::UserPoolClient')).toMatchObject({
      GenerateSecret: true,
      PreventUserExistenceErrors: 'ENABLED',
      EnableTokenRevocation: true,
      AllowedOAuthFlowsUserPoolClient: false,
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    });
    expect(only(synthesized, 'AWS::Cognito::IdentityPool')).toEqual({
      AllowUnauthenticatedIdentities: false,
      AllowClassicFlow: false,
      CognitoIdentityProviders: [{ ProviderName: `cognito-idp.us-east-1.amazonaws.com/${POOL}`, ClientId: '1abc2def3ghi4jkl5mno6pqr7s', ServerSideTokenCheck: true }],
    });
    expect(only(synthesized, 'AWS::Cognito::IdentityPoolRoleAttachment')).toEqual({ IdentityPoolId: IDENTITY_POOL, Roles: { authenticated: synthesized.document().principal.arn } });
  });

  test.each<[string, Props, string, object]>([
    ['a name of the user pool', { userPoolName: 'people' }, 'AWS::Cognito::UserPool', { UserPoolName: 'people' }],
    ['a feature plan', { featurePlan: FeaturePlan.LITE }, 'AWS::Cognito::UserPool', { UserPoolTier: 'LITE' }],
    ['threat protection that only watches', { featurePlan: FeaturePlan.PLUS, threatProtection: StandardThreatProtectionMode.AUDIT_ONLY }, 'AWS::Cognito::UserPool', { UserPoolTier: 'PLUS', UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' } }],
    ['MFA for the others', { mfa: Mfa.OPTIONAL }, 'AWS::Cognito::UserPool', { MfaConfiguration: 'OPTIONAL', EnabledMfas: ['SOFTWARE_TOKEN_MFA'] }],
    ['a pool that goes with the stack', { removalPolicy: RemovalPolicy.DESTROY }, 'AWS::Cognito::UserPool', { DeletionProtection: 'INACTIVE' }],
    ['a client without a secret', { appClientSecret: false }, 'AWS::Cognito::UserPoolClient', { GenerateSecret: false }],
    ['a name of the identity pool', { identityPoolName: 'identities' }, 'AWS::Cognito::IdentityPool', { IdentityPoolName: 'identities' }],
    ['a user name', { username: 'robot' }, 'Custom::AiPlatformCognitoUser', { Username: 'robot' }],
    ['a password version', { passwordVersion: '7' }, 'Custom::AiPlatformCognitoUser', { PasswordVersion: '7' }],
    ['a rotation', { passwordRotation: Duration.days(30) }, 'AWS::SecretsManager::RotationSchedule', { RotationRules: { ScheduleExpression: 'rate(30 days)' }, RotateImmediatelyOnUpdate: false }],
    ['a daily rotation', { passwordRotation: Duration.hours(24) }, 'AWS::SecretsManager::RotationSchedule', { RotationRules: { ScheduleExpression: 'rate(1 day)' } }],
  ])('can have %s', (_, props, type, expected) => {
    expect(only(synthesize(props), type)).toMatchObject(expected);
  });

  test('keeps its secrets under a given key, which only Secrets Manager may use for it', () => {
    const keyArn = `arn:aws:kms:us-east-1:${ACCOUNT}:key/12345678-1234-1234-1234-123456789012`;
    const synthesized = synthesize((stack) => ({ secretEncryptionKey: Key.fromKeyArn(stack, 'Key', keyArn) }));
    expect(Object.values(synthesized.resources('AWS::SecretsManager::Secret')).map(({ Properties }) => Properties.KmsKeyId)).toEqual([keyArn, keyArn]);
    const statements = synthesized.policies('ConnectionUserProvisioner').flatMap(({ Statement }) => Statement).filter(({ Action }) => String(Action).startsWith('kms:'));
    expect(statements.map(({ Action, Resource, Condition }) => [Action, Resource, Condition])).toEqual(['kms:Decrypt', 'kms:GenerateDataKey'].map((action) => [
      action, keyArn, { StringEquals: { 'kms:ViaService': 'secretsmanager.us-east-1.amazonaws.com' } },
    ]));
  });

  test('has secrets without a value: none is in the template, and none can be', () => {
    const synthesized = synthesize();
    expect(count(synthesized, 'AWS::SecretsManager::Secret')).toBe(2);
    for (const { Properties } of Object.values(synthesized.resources('AWS::SecretsManager::Secret'))) expect(Object.keys(Properties)).toEqual(['Description']);
    expect(JSON.stringify(synthesized.json)).not.toMatch(/ClientSecret"\]|GenerateSecretString|resolve:secretsmanager/);
  });

  test('tells the provisioner the same by properties and by variables', () => {
    const synthesized = synthesize();
    const { ServiceToken, ...properties } = only(synthesized, 'Custom::AiPlatformCognitoUser');
    const [{ Properties: { Environment } }] = Object.values(synthesized.resources('AWS::Lambda::Function'));
    expect(ServiceToken).toMatch(/^arn:aws:lambda:/);
    const { passwordSecretArn, appClientSecretArn, appClientId } = synthesized.document().cognito ?? {};
    expect(properties).toEqual({
      UserPoolId: POOL,
      ClientId: appClientId,
      Username: '4MINDS-service-user',
      PasswordSecretArn: passwordSecretArn,
      ClientSecretArn: appClientSecretArn,
      Owner: 'Stack/Connection',
    });
    expect(Object.values(properties)).not.toContain(undefined);
    expect((Environment as { Variables: object }).Variables).toEqual({
      USER_POOL_ID: properties.UserPoolId,
      CLIENT_ID: properties.ClientId,
      USERNAME: properties.Username,
      PASSWORD_SECRET_ARN: properties.PasswordSecretArn,
      CLIENT_SECRET_ARN: properties.ClientSecretArn,
      OWNER: properties.Owner,
    });
  });
});

describe('what exists already', () => {
  const TYPES = ['UserPool', 'UserPoolClient', 'IdentityPool', 'IdentityPoolRoleAttachment'].map((name) => `AWS::Cognito::${name}`);

  test.each<[string, Build, readonly number[]]>([
    ['nothing', () => ({}), [1, 1, 1, 1]],
    ['the user pool', (stack) => ({ userPool: existing.userPool(stack) }), [0, 1, 1, 1]],
    ['the user pool and the client', (stack) => ({ userPool: existing.userPool(stack), appClient: existing.appClient(stack) }), [0, 0, 1, 1]],
    ['the identity pool, whose role is replaced', (stack) => ({ identityPool: existing.identityPool(stack), attachRole: true }), [1, 1, 0, 1]],
    ['the identity pool and the role, which it has', (stack) => ({ identityPool: existing.identityPool(stack), role: existing.role(stack), attachRole: false }), [1, 1, 0, 0]],
    ['the role', (stack) => ({ role: existing.role(stack) }), [1, 1, 1, 1]],
    ['all of it', (stack) => ({
      userPool: existing.userPool(stack),
      appClient: existing.appClient(stack),
      identityPool: existing.identityPool(stack),
      role: existing.role(stack),
      attachRole: false,
      existingUser: true,
      username: 'robot',
      passwordSecret: existing.secret(stack),
    }), [0, 0, 0, 0]],
  ])('is used: %s', (_, build, counts) => {
    const synthesized = synthesize(build);
    expect(TYPES.map((type) => count(synthesized, type))).toEqual(counts);
  });

  test('a user with a known password needs no provisioner, one with a new password is not ours to delete', () => {
    const known = synthesize((stack) => ({
      userPool: existing.userPool(stack), appClient: existing.appClient(stack), existingUser: true, username: 'robot', passwordSecret: existing.secret(stack),
    }));
    expect([count(known, 'AWS::Lambda::Function'), count(known, 'AWS::SecretsManager::Secret')]).toEqual([0, 0]);
    expect(known.document().cognito).toMatchObject({ username: 'robot', passwordSecretArn: `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:password-AbCdEf` });
    const renewed = synthesize((stack) => ({ userPool: existing.userPool(stack), existingUser: true, username: 'robot', replacePassword: true }));
    expect(only(renewed, 'Custom::AiPlatformCognitoUser')).not.toHaveProperty('Owner');
  });

  test('the secret of an existing client is copied when it is said to have one', () => {
    const client = (appClientSecret?: boolean) => synthesize((stack) => ({
      userPool: existing.userPool(stack), appClient: existing.appClient(stack), appClientSecret,
    }));
    expect(client().document().cognito).not.toHaveProperty('appClientSecretArn');
    expect(client(true).document().cognito).toHaveProperty('appClientSecretArn');
  });
});

describe('the trust', () => {
  const provider = (region: string) => ({
    'us-east-1': 'cognito-identity.amazonaws.com', 'us-gov-west-1': 'cognito-identity-us-gov.amazonaws.com', 'us-gov-east-1': 'cognito-identity.us-gov-east-1.amazonaws.com',
  })[region]!;

  test.each(['us-east-1', 'us-gov-west-1', 'us-gov-east-1'])('names the principal of %s, the pool, and signed-in identities', (region) => {
    const partition = region === 'us-east-1' ? 'aws' : 'aws-us-gov';
    const synthesized = synthesize({}, newStack({ env: { account: ACCOUNT, region } }), { partition, region, account: ACCOUNT, urlSuffix: 'amazonaws.com' });
    const policy = synthesized.trustPolicy('ConnectionRole');
    expect(policy.Statement).toEqual([{
      Sid: 'AllowIdentityPool',
      Effect: 'Allow',
      Principal: { Federated: provider(region) },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: {
        'StringEquals': { [`${provider(region)}:aud`]: `${region}:12345678-abcd-1234-efab-123456789012` },
        'ForAnyValue:StringLike': { [`${provider(region)}:amr`]: 'authenticated' },
      },
    }]);
    expect(synthesized.document().trust).toMatchObject({ policy, identityPool: { provider: provider(region) } });
  });

  test('is for the commercial regions in a stack of no known environment', () => {
    const synthesized = synthesize({}, newStack());
    expect(synthesized.trustPolicy('ConnectionRole').Statement[0].Principal).toEqual({ Federated: 'cognito-identity.amazonaws.com' });
  });

  test('can be pinned to one identity', async () => {
    const policy = synthesize({ identityId: IDENTITY }).trustPolicy('ConnectionRole');
    // The evaluator knows federated principals by their ARNs.
    const Principal = { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/cognito-identity.amazonaws.com` };
    const trust = { ...policy, Statement: policy.Statement.map((statement) => ({ ...statement, Principal })) };
    const letIn = (sub: string, amr: string[] = ['authenticated']) => isTokenLetIn(trust, { iss: 'https://cognito-identity.amazonaws.com', aud: IDENTITY_POOL, sub }, {
      action: 'sts:AssumeRoleWithWebIdentity', resource: `arn:aws:iam::${ACCOUNT}:role/role`, resourceAccount: ACCOUNT, context: { 'cognito-identity.amazonaws.com:amr': amr },
    });
    expect(policy.Statement[0].Condition?.StringEquals).toEqual({ 'cognito-identity.amazonaws.com:aud': IDENTITY_POOL, 'cognito-identity.amazonaws.com:sub': IDENTITY });
    expect([await letIn(IDENTITY), await letIn('us-east-1:another'), await letIn(IDENTITY, ['unauthenticated'])]).toEqual([true, false, false]);
  });

  test('can let in web identities too, each way with a statement of its own', () => {
    const synthesized = synthesize({ alsoTrust: { subjects: ['workspace:acme'] } });
    const policy = synthesized.trustPolicy('ConnectionRole');
    expect(policy.Statement.map(({ Sid, Condition }) => [Sid, Condition])).toEqual([
      ['AllowIdentityPool', { 'StringEquals': { 'cognito-identity.amazonaws.com:aud': IDENTITY_POOL }, 'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'authenticated' } }],
      ['AllowSubjects', { StringEquals: { 'api.4minds.ai:aud': 'sts.amazonaws.com', 'api.4minds.ai:sub': 'workspace:acme' } }],
    ]);
    expect(synthesized.document().trust).toMatchObject({ issuer: 'https://api.4minds.ai', subjects: ['workspace:acme'], identityPool: { id: IDENTITY_POOL } });
  });

  test('takes session tags', () => {
    expect(synthesize({ sessionTags: true }).trustPolicy('ConnectionRole').Statement[0].Action).toEqual(['sts:AssumeRoleWithWebIdentity', 'sts:TagSession']);
  });
});

describe('refuses', () => {
  const NOBODY = 'and the platform signs in without a person';
  test.each<[string, Props | Build, string]>([
    ['a platform without Cognito', { platform: Platform.airia() }, "Airia does not support the connection method 'cognito'. It supports: cross-account-role."],
    ['MFA for everybody', { mfa: Mfa.REQUIRED }, `mfa 'ON' asks for a second factor at every sign-in, ${NOBODY}. Set Mfa.OFF or Mfa.OPTIONAL.`],
    ['threat protection that acts', { threatProtection: StandardThreatProtectionMode.FULL_FUNCTION }, `threatProtection 'ENFORCED' can block or challenge a sign-in that looks unusual, ${NOBODY}. Set StandardThreatProtectionMode.AUDIT_ONLY.`],
    ['threat protection that the plan lacks', { threatProtection: StandardThreatProtectionMode.AUDIT_ONLY }, "threatProtection 'AUDIT' is no part of the feature plan ESSENTIALS. Set featurePlan: FeaturePlan.PLUS."],
    ['an existing pool that asks for MFA', (stack) => ({ userPool: new UserPool(stack, 'Pool', { mfa: Mfa.REQUIRED }) }), `userPool 'Stack/Pool' asks for a second factor at every sign-in, ${NOBODY}. Make MFA optional in it, or leave out userPool.`],
    ['an existing pool whose threat protection acts', (stack) => ({ userPool: new UserPool(stack, 'Pool', { featurePlan: FeaturePlan.PLUS, standardThreatProtectionMode: StandardThreatProtectionMode.FULL_FUNCTION }) }),
      `userPool 'Stack/Pool' can block or challenge a sign-in that looks unusual, ${NOBODY}. Set its threat protection to audit only, or leave out userPool.`],
    ['a client without the flow', (stack) => { const userPool = new UserPool(stack, 'Pool'); return { userPool, appClient: userPool.addClient('Client', { authFlows: { userSrp: true } }) }; },
      "appClient 'Stack/Pool/Client' does not allow signing in by password. Create it with authFlows: { userPassword: true }."],
    ['a user pool of another region', (stack) => ({ userPool: existing.userPool(stack, 'eu-west-1_aBcDeFgHi') }), "userPool 'eu-west-1_aBcDeFgHi' is in the region eu-west-1 and the stack in us-east-1, and the platform has one field for the region. Deploy the connection in the region of both pools and of the data."],
    ['an identity pool of another region', (stack) => ({ identityPool: existing.identityPool(new Stack(stack.node.root, 'Other', { env: { account: ACCOUNT, region: 'eu-west-1' } }), 'eu-west-1:12345678-abcd-1234-efab-123456789012'), attachRole: true }), "identityPool 'eu-west-1:12345678-abcd-1234-efab-123456789012' is in the region eu-west-1 and the stack in us-east-1, and the platform has one field for the region. Deploy the connection in the region of both pools and of the data."],
    ['an identity pool of which nothing is said', (stack) => ({ identityPool: existing.identityPool(stack) }), 'attachRole must be said for an existing identity pool, whose role settings it would replace. The new role is attached to it with attachRole: true; false says that the pool has it already.'],
    ['a new identity pool without a role', { attachRole: false }, "attachRole 'false' leaves the new identity pool without a role, so that it gives nobody credentials. Leave it out."],
    ['a user name with white space', { username: 'a b' }, "username 'a b' is no user name that Cognito takes. Use 1 to 128 letters, digits, symbols and punctuation, no white space."],
    ['an existing user of a new pool', { existingUser: true, username: 'a' }, "existingUser 'true' needs the user pool that the user is in. Give userPool, or leave out existingUser."],
    ['an existing user without a name', (stack) => ({ userPool: existing.userPool(stack), existingUser: true }), 'username is missing, and the user exists already. Give the name of the existing user.'],
    ['an existing user whose password nobody knows', (stack) => ({ userPool: existing.userPool(stack), existingUser: true, username: 'a' }), 'passwordSecret or replacePassword is needed for an existing user, and not both. Give the secret that holds the password, or set replacePassword: true for a new one.'],
    ['a password of a new user', (stack) => ({ passwordSecret: existing.secret(stack) }), 'passwordSecret is about an existing user. Set existingUser: true, or leave it out.'],
    ['to replace what is not there', { replacePassword: true }, 'replacePassword is about an existing user. Set existingUser: true, or leave it out.'],
    ['a client of a new pool', (stack) => ({ appClient: existing.appClient(stack) }), 'appClient needs the user pool that the client is in. Give userPool, or leave out appClient.'],
    ['no identity', { identityId: 'acme' }, "identityId 'acme' is no identity ID. Give it in the form us-east-1:12345678-abcd-1234-efgh-123456789012."],
    ...[[0, '0'], [12, '0.5'], [24 * 1001, '1001']].map(([hours, days]): [string, Props, string] => [
      `a rotation of ${days} days`, { passwordRotation: Duration.hours(Number(hours)) }, `passwordRotation '${days} days' is no interval that Secrets Manager takes. Give whole days, 1 to 1,000.`,
    ]),
    ['no subject of the other way in', { alsoTrust: {} }, 'subjects is missing, and a trust without a subject lets in every customer of the platform who knows the role ARN. List the sub claims of your tokens in subjects, or set allowAnySubject: true.'],
  ])('%s', (_, props, message) => {
    expect(() => connect(props)).toThrow(new Error(message));
  });

  test.each<[string, (stack: Stack) => Props, Props]>([
    ['userPool', (stack) => ({ userPool: existing.userPool(stack) }), {
      userPoolName: 'people', featurePlan: FeaturePlan.LITE, threatProtection: StandardThreatProtectionMode.AUDIT_ONLY, mfa: Mfa.OPTIONAL, removalPolicy: RemovalPolicy.DESTROY,
    }],
    ['identityPool', (stack) => ({ identityPool: existing.identityPool(stack), attachRole: true }), { identityPoolName: 'identities' }],
    ['role', (stack) => ({ role: existing.role(stack) }), { alsoTrust: { subjects: ['a'] }, identityId: IDENTITY }],
    ['passwordSecret', (stack) => ({ userPool: existing.userPool(stack), existingUser: true, username: 'robot', passwordSecret: existing.secret(stack) }), {
      passwordVersion: '7', passwordRotation: Duration.days(30),
    }],
  ])('a setting of an existing %s', (name, given, settings) => {
    for (const [setting, value] of Object.entries(settings)) {
      expect(() => connect((stack) => ({ ...given(stack), [setting]: value }))).toThrow(new Error(
        `${setting} is given together with an existing ${name}, which is left as it is. Leave out ${setting}, or leave out ${name}.`));
    }
  });

  test.each([['cn-north-1', 'aws-cn'], ['eusc-de-east-1', 'aws-eusc'], ['us-gov-north-9', 'aws-us-gov']])('%s', (region, partition) => {
    expect(() => connect({}, newStack({ env: { account: ACCOUNT, region } }))).toThrow(new Error(
      `region '${region}' is in the partition ${partition}, for which AWS documents no principal of Cognito identity pools. Use OidcFederationRole or CrossAccountRole there, where the platform supports it.`));
  });

  test('a statement for the verifier', () => {
    const { stack, connection } = connect();
    expect(() => new ConnectionVerifier(stack, 'Verifier', { connection, trustVerifier: true })).toThrow(
      'Stack/Connection needs no statement for the verifier, which signs in as the platform does. Leave out trustVerifier.');
  });

  test('every user name that Cognito refuses, and no other', () => {
    const accepted = /^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u;
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 12 }), (username) => {
      const build = () => connect({ username });
      if (accepted.test(username)) expect(build).not.toThrow();
      else expect(build).toThrow(/is no user name that Cognito takes/);
    }), { numRuns: 40 });
  });
});

describe('the document', () => {
  test("has the form's fields, the ARNs of the secrets, and how to read them", () => {
    const document = synthesize().document();
    const { cognito } = document;
    expect(document.fields).toEqual({
      'User Pool ID': POOL,
      'App Client ID': cognito?.appClientId,
      'App Client Secret': cognito?.appClientSecretArn,
      'Identity Pool ID': IDENTITY_POOL,
      'Username': '4MINDS-service-user',
      'Password': cognito?.passwordSecretArn,
      'AWS Region': 'us-east-1',
    });
    expect(document.secrets).toEqual([['App Client Secret', cognito?.appClientSecretArn], ['Password', cognito?.passwordSecretArn]].map(([field, arn]) => ({
      field, arn, read: `aws secretsmanager get-secret-value --region us-east-1 --secret-id ${arn} --query SecretString --output text`,
    })));
    expect(document.sts.sessionSeconds).toBe(3600);
    expect(document.trust.actions).toEqual(['sts:AssumeRoleWithWebIdentity']);
  });

  test('names the secrets that the connection has', () => {
    const { stack, connection } = connect();
    const synthesized = new Synthesized(stack);
    const { cognito } = synthesized.document();
    expect(synthesized.resolve(stack.resolve(connection.passwordSecretArn))).toBe(cognito?.passwordSecretArn);
    expect(synthesized.resolve(stack.resolve(connection.appClientSecretArn))).toBe(cognito?.appClientSecretArn);
    expect(cognito?.appClientSecretArn).toMatch(/^arn:/);
    expect(connect({ appClientSecret: false }).connection.appClientSecretArn).toBeUndefined();
  });

  test.each<[string, Props | Build, readonly RegExp[]]>([
    ['none by default', {}, []],
    ['a rotation', { passwordRotation: Duration.days(30) }, [/^Each time the password changes, 4MINDS cannot sign in until it has been given the new one\.$/]],
    ['no session of one hour', { maxSessionDuration: Duration.hours(1) }, []],
    ['a long session', { maxSessionDuration: Duration.hours(2) }, [/^An identity pool gives sessions of one hour, whatever the role allows\.$/]],
    ['an identity pool that does not know the new client', (stack) => ({ identityPool: existing.identityPool(stack), attachRole: true }), [/add the new app client to its authentication providers/]],
    ['the same where the user pool existed too', (stack) => (
      { identityPool: existing.identityPool(stack), attachRole: true, userPool: existing.userPool(stack), identityId: IDENTITY }
    ), [/add the new app client/]],
    ['nothing where the client existed as well', (stack) => ({
      identityPool: existing.identityPool(stack),
      attachRole: true,
      userPool: existing.userPool(stack),
      appClient: existing.appClient(stack),
      identityId: IDENTITY,
    }), []],
    ['an existing role', (stack) => ({ role: existing.role(stack) }), [/^The role existed before: its trust policy is not changed/]],
    ['the other users of an existing user pool', (stack) => ({ userPool: existing.userPool(stack) }), [/^The user pool existed before: whichever of its users signs in .* Pin the trust to the service user with identityId\.$/]],
    ['none of them where one identity is pinned', (stack) => ({ userPool: existing.userPool(stack), identityId: IDENTITY }), []],
    ['any subject', { alsoTrust: { allowAnySubject: true } }, [/^Every subject that 4MINDS issues a token for/]],
  ])('warns of %s', (_, props, warnings) => {
    const found = synthesize(props).document().warnings;
    expect(found).toHaveLength(warnings.length);
    warnings.forEach((warning, index) => expect(found[index]).toMatch(warning));
  });
});

describe('rights', () => {
  const provisioner = (action: string, resource: string, props: Props = {}) => isAllowed(
    { identity: synthesize(props).policies('ConnectionUserProvisioner') },
    { principal: `arn:aws:iam::${ACCOUNT}:role/provisioner`, action, resource, resourceAccount: ACCOUNT },
  );

  test.each(['AdminGetUser', 'AdminCreateUser', 'AdminSetUserPassword', 'AdminDeleteUser', 'DescribeUserPool', 'DescribeUserPoolClient'])('the provisioner may %s in its pool and in no other', async (name) => {
    const pool = (id: string) => `arn:aws:cognito-idp:us-east-1:${ACCOUNT}:userpool/${id}`;
    expect([await provisioner(`cognito-idp:${name}`, pool(POOL)), await provisioner(`cognito-idp:${name}`, pool('us-east-1_another00'))]).toEqual([true, false]);
  });

  test('the provisioner may read and write its secrets and no other, and delete none', async () => {
    const { passwordSecretArn = '', appClientSecretArn = '' } = synthesize().document().cognito ?? {};
    const other = `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:another-AbCdEf`;
    for (const name of ['GetSecretValue', 'PutSecretValue']) {
      expect(await Promise.all([passwordSecretArn, appClientSecretArn, other].map((arn) => provisioner(`secretsmanager:${name}`, arn)))).toEqual([true, true, false]);
    }
    // Versions are moved about where a password is changed, and nowhere else.
    for (const name of ['DescribeSecret', 'UpdateSecretVersionStage']) {
      expect(await Promise.all([passwordSecretArn, appClientSecretArn, other].map((arn) => provisioner(`secretsmanager:${name}`, arn)))).toEqual([true, false, false]);
    }
    expect(await provisioner('secretsmanager:DeleteSecret', passwordSecretArn)).toBe(false);
  });

  test.each<[string, Build, readonly string[]]>([
    ['of its own', () => ({}), ['AdminCreateUser', 'AdminDeleteUser', 'AdminGetUser', 'AdminSetUserPassword', 'DescribeUserPool', 'DescribeUserPoolClient']],
    ['that exists, whose password it replaces', (stack) => ({ userPool: existing.userPool(stack), existingUser: true, username: 'robot', replacePassword: true }),
      ['AdminDeleteUser', 'AdminGetUser', 'AdminSetUserPassword', 'DescribeUserPool', 'DescribeUserPoolClient']],
    ['that exists with its password', (stack) => ({ userPool: existing.userPool(stack), existingUser: true, username: 'robot', passwordSecret: existing.secret(stack) }), ['DescribeUserPoolClient']],
  ])('the provisioner of a user %s may do in the pool what it has to, and nothing else', (_, build, actions) => {
    const granted = synthesize(build).policies('ConnectionUserProvisioner').flatMap(({ Statement }) => Statement).flatMap(({ Action }) => Action);
    expect(granted.filter((action) => action.startsWith('cognito-idp:')).map((action) => action.replace('cognito-idp:', '')).sort()).toEqual(actions);
  });

  test('the verifier may read the secrets, see the user and the identity pool, and change nothing', async () => {
    const { stack, connection } = connect();
    new S3Access(stack, 'S3', { connection, allowedBucketNames: ['datasets'] });
    new ConnectionVerifier(stack, 'Verifier', { connection });
    const synthesized = new Synthesized(stack);
    const { cognito, trust } = synthesized.document();
    const may = (action: string, resource: string) => isAllowed({ identity: synthesized.policies('VerifierExecution') }, { principal: `arn:aws:iam::${ACCOUNT}:role/verifier`, action, resource, resourceAccount: ACCOUNT });
    const pool = `arn:aws:cognito-idp:us-east-1:${ACCOUNT}:userpool/${POOL}`;
    expect(await Promise.all([
      may('secretsmanager:GetSecretValue', cognito?.passwordSecretArn ?? ''), may('secretsmanager:GetSecretValue', cognito?.appClientSecretArn ?? ''),
      may('cognito-idp:AdminGetUser', pool), may('cognito-identity:DescribeIdentityPool', `arn:aws:cognito-identity:us-east-1:${ACCOUNT}:identitypool/${IDENTITY_POOL}`),
    ])).toEqual([true, true, true, true]);
    expect(await Promise.all([may('secretsmanager:PutSecretValue', cognito?.passwordSecretArn ?? ''), may('cognito-idp:AdminSetUserPassword', pool)])).toEqual([false, false]);
    expect(trust).not.toHaveProperty('verifier');
  });

  test('the verifier may decrypt the secrets that are under a given key', async () => {
    const keyArn = `arn:aws:kms:us-east-1:${ACCOUNT}:key/12345678-1234-1234-1234-123456789012`;
    const { stack, connection } = connect((scope) => ({ secretEncryptionKey: Key.fromKeyArn(scope, 'Key', keyArn) }));
    new ConnectionVerifier(stack, 'Verifier', { connection });
    const identity = new Synthesized(stack).policies('VerifierExecution');
    const keyPolicy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*', Condition: {} }] };
    const decrypts = (service: string) => isAllowed({ identity, resource: keyPolicy }, {
      principal: `arn:aws:iam::${ACCOUNT}:role/verifier`,
      action: 'kms:Decrypt',
      resource: keyArn,
      resourceAccount: ACCOUNT,
      context: { 'kms:ViaService': `${service}.us-east-1.amazonaws.com` },
    });
    expect([await decrypts('secretsmanager'), await decrypts('s3')]).toEqual([true, false]);
  });

  test('the verifier may read a given secret whose ARN is known in part only', async () => {
    const { stack, connection } = connect((scope) => ({
      userPool: existing.userPool(scope), existingUser: true, username: 'robot', passwordSecret: Secret.fromSecretNameV2(scope, 'ByName', 'password'),
    }));
    new ConnectionVerifier(stack, 'Verifier', { connection });
    const identity = new Synthesized(stack).policies('VerifierExecution');
    const reads = (name: string) => isAllowed({ identity }, {
      principal: `arn:aws:iam::${ACCOUNT}:role/verifier`, action: 'secretsmanager:GetSecretValue', resource: `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:${name}`, resourceAccount: ACCOUNT,
    });
    expect([await reads('password-AbCdEf'), await reads('password-of-others-AbCdEf'), await reads('passwords')]).toEqual([true, false, false]);
  });

  test('only Secrets Manager of this account may rotate', () => {
    expect(only(synthesize({ passwordRotation: Duration.days(7) }), 'AWS::Lambda::Permission')).toMatchObject({ Action: 'lambda:InvokeFunction', Principal: 'secretsmanager.amazonaws.com', SourceAccount: ACCOUNT });
  });
});
