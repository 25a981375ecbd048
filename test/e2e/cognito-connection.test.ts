import { CloudFormationClient, DescribeStacksCommand, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import {
  AdminCreateUserCommand, AdminGetUserCommand, AdminSetUserPasswordCommand, CreateUserPoolClientCommand, ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { InvokeCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { DescribeSecretCommand, RotateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { type App, Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import type { CognitoIntegrationPoolProps } from 'cdk-ai-platform-access';
import { credentialsFor, idTokenOf, pasted, readSecret, userPools } from './cognito-logins';
import { schemaErrors } from './report-schema';
import { SandboxSession, summary } from './sandbox-session';
import { FourMindsCognitoStack } from '../../examples/four-minds-cognito/four-minds-cognito-stack';
import type { DeployError } from '../../sandbox/deploy';
import { createBucket } from '../../sandbox/state';

type Cognito = Omit<CognitoIntegrationPoolProps, 'platform'>;

const STACK = 'FourMindsCognito';
let session: SandboxSession;
let outputs: Readonly<Record<string, string>>;

const stack = (cognito: Cognito = {}) => (app: App, env: { readonly account: string; readonly region: string }) => {
  new FourMindsCognitoStack(app, STACK, { env, subject: 'workspace:acme', buckets: ['datasets'], cognito: { removalPolicy: RemovalPolicy.DESTROY, ...cognito } });
};
const templates: string[] = [];

async function deploy(cognito: Cognito = {}): Promise<void> {
  outputs = await session.deploy(stack(cognito), STACK);
  const { TemplateBody = '' } = await new CloudFormationClient(session.aws.clientConfig()).send(new GetTemplateCommand({ StackName: STACK }));
  templates.push(TemplateBody, JSON.stringify(outputs));
}

/** The report of the Cognito connection, and everything in it that is not as it should be. */
async function problems(): Promise<readonly string[]> {
  const report = await session.verify(outputs.CognitoVerifierFunction, { action: 'test-connection' });
  return summary(report).filter((line) => !line.includes('| pass |'));
}

async function provisioner(): Promise<string> {
  const { Functions = [] } = await new LambdaClient(session.aws.clientConfig()).send(new ListFunctionsCommand({}));
  return Functions.find(({ FunctionName }) => FunctionName?.includes('Provisioner'))!.FunctionName!;
}

beforeAll(async () => {
  session = await SandboxSession.start();
  await createBucket(session.aws, { name: 'datasets', objects: { 'a.csv': 'city,temperature\nBerlin,12\n' } });
  await deploy();
}, 180_000);
afterAll(() => session?.stop());
jest.setTimeout(60_000);

describe('after one deployment', () => {
  test('both ways in work, and the user has nothing left to change', async () => {
    expect([outputs.FederationVerification, outputs.CognitoVerification]).toEqual(Array(2).fill('Connection successful! Found 1 bucket(s).'));
    expect(await problems()).toEqual([]);
    const { CognitoUserPoolId: UserPoolId, CognitoUsername: Username } = outputs;
    expect(await userPools(session.aws).send(new AdminGetUserCommand({ UserPoolId, Username }))).toMatchObject({ UserStatus: 'CONFIRMED', Enabled: true });
  });

  test('what is pasted into the form gets credentials of the role, with the client secret', async () => {
    const idToken = await idTokenOf(session, await pasted(session, outputs));
    const credentials = await credentialsFor(session, outputs, idToken);
    const { Arn } = await new STSClient(session.aws.clientConfig({ credentials })).send(new GetCallerIdentityCommand({}));
    expect(Arn).toContain(`${JSON.parse(outputs.CognitoDocument).principal.name}/CognitoIdentityCredentials`);
  });

  test('the document says how to read each secret', async () => {
    const { secrets } = JSON.parse(outputs.CognitoDocument) as { secrets: { field: string; arn: string; read: string }[] };
    expect(secrets.map(({ field }) => field)).toEqual(['App Client Secret', 'Password']);
    for (const { arn, read } of secrets) expect(read).toBe(`aws secretsmanager get-secret-value --region us-east-1 --secret-id ${arn} --query SecretString --output text`);
  });

  test.each([
    ['without the client secret', { clientSecret: undefined }, /SECRET_HASH was not received/],
    ['with another client secret', { clientSecret: 'x'.repeat(52) }, /Unable to verify secret hash/],
    ['with another password', { password: 'Aa1-0123456789abcdef' }, /Incorrect username or password/],
  ])('a sign-in %s is refused', async (_, wrong, reason) => {
    await expect(idTokenOf(session, { ...await pasted(session, outputs), ...wrong })).rejects.toThrow(reason);
  });

  test('nobody gets an identity without a sign-in, nor with a token of another app client', async () => {
    await expect(credentialsFor(session, outputs)).rejects.toThrow('Unauthenticated access is not supported');
    const other = await userPools(session.aws).send(new CreateUserPoolClientCommand({
      UserPoolId: outputs.CognitoUserPoolId, ClientName: 'other', ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    }));
    const { username, password } = await pasted(session, outputs);
    const idToken = await idTokenOf(session, { clientId: other.UserPoolClient!.ClientId!, username, password });
    await expect(credentialsFor(session, outputs, idToken)).rejects.toThrow('Token is not from a supported provider');
  });

  test('an import is sampled with the same credentials', async () => {
    const report = await session.verify(outputs.CognitoVerifierFunction, { action: 'import' });
    expect(summary(report).filter((line) => !line.includes('| pass |'))).toEqual([]);
  });
});

describe('the password', () => {
  test('is changed by another passwordVersion', async () => {
    const before = await pasted(session, outputs);
    await deploy({ passwordVersion: '2' });
    const after = await pasted(session, outputs);
    expect(after.password).not.toBe(before.password);
    await expect(idTokenOf(session, before)).rejects.toThrow('Incorrect username or password');
    expect(await problems()).toEqual([]);
  });

  test('is changed on demand', async () => {
    const before = await pasted(session, outputs);
    const answer = await new LambdaClient(session.aws.clientConfig()).send(new InvokeCommand({ FunctionName: await provisioner(), Payload: JSON.stringify({ action: 'rotate' }) }));
    expect([answer.FunctionError, Buffer.from(answer.Payload ?? []).toString()]).toEqual([undefined, 'null']);
    expect((await pasted(session, outputs)).password).not.toBe(before.password);
    expect(await problems()).toEqual([]);
  });

  test('that must be changed (FORCE_CHANGE_PASSWORD) is told, and cured by the next version', async () => {
    const UserPoolId = outputs.CognitoUserPoolId;
    const Username = outputs.CognitoUsername;
    session.secrets.push('By-hand-0123456789');
    await userPools(session.aws).send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password: 'By-hand-0123456789', Permanent: false }));
    expect(await problems()).toContain(`connection.sign-in | ${Username} | fail | COGNITO_PASSWORD_CHANGE_NEEDED`);
    const { password } = await pasted(session, outputs);
    await deploy({ passwordVersion: '3', passwordRotation: Duration.days(30) });
    expect((await pasted(session, outputs)).password).not.toBe(password);
    expect(await problems()).toEqual([]);
  });

  test('is rotated by Secrets Manager while others sign in: none fails once the change is done', async () => {
    const secrets = new SecretsManagerClient(session.aws.clientConfig());
    const before = await pasted(session, outputs);
    await secrets.send(new RotateSecretCommand({ SecretId: outputs.CognitoPassword }));
    const outcomes: { readonly at: number; readonly works: boolean }[] = [];
    let doneAt = Number.POSITIVE_INFINITY;
    while (Date.now() < doneAt + 500 && outcomes.length < 2_000) {
      const at = Date.now();
      const works = await idTokenOf(session, await pasted(session, outputs)).then(() => true, () => false);
      outcomes.push({ at, works });
      const { VersionIdsToStages = {} } = await secrets.send(new DescribeSecretCommand({ SecretId: outputs.CognitoPassword }));
      const isDone = !Object.values(VersionIdsToStages).some((stages) => stages.includes('AWSPENDING'));
      if (isDone && doneAt === Number.POSITIVE_INFINITY) doneAt = Date.now();
    }
    const later = outcomes.filter(({ at }) => at >= doneAt);
    expect(later.length).toBeGreaterThan(2);
    expect(later.filter(({ works }) => !works)).toEqual([]);
    expect((await pasted(session, outputs)).password).not.toBe(before.password);
    expect(await session.aws.logs()).toContain(`[rotation] ${outputs.CognitoPassword} is done`);
  });
});

describe('an update', () => {
  test('to a client without a secret replaces the client and keeps the login', async () => {
    const before = outputs;
    await deploy({ appClientSecret: false });
    expect(outputs.CognitoAppClientSecret).toBeUndefined();
    expect(outputs.CognitoAppClientId).not.toBe(before.CognitoAppClientId);
    expect((await pasted(session, outputs)).password).toBe(await readSecret(session.aws, before.CognitoPassword));
    expect(await problems()).toEqual([]);
  });

  test('of the user name makes the new user and removes the former one', async () => {
    await deploy({ appClientSecret: false, username: 'renamed' });
    const { Users = [] } = await userPools(session.aws).send(new ListUsersCommand({ UserPoolId: outputs.CognitoUserPoolId }));
    expect(Users.map(({ Username }) => Username)).toEqual(['renamed']);
    expect(await problems()).toEqual([]);
  });

  test('to the name of a user of others is refused, rolls back, and leaves the login that was there', async () => {
    const { aws } = session;
    await userPools(aws).send(new AdminCreateUserCommand({ UserPoolId: outputs.CognitoUserPoolId, Username: 'somebody', MessageAction: 'SUPPRESS', TemporaryPassword: 'Temporary-0123456789' }));
    const working = outputs;
    const error = await deploy({ appClientSecret: false, username: 'somebody' }).catch((reason: unknown) => reason);
    expect((error as DeployError).output).toContain('exists already and is not of this connection. Set existingUser: true');
    outputs = working;
    expect(await problems()).toEqual([]);
    await expect(idTokenOf(session, { ...await pasted(session, outputs), username: 'somebody', password: 'Temporary-0123456789' })).rejects.toThrow('NEW_PASSWORD_REQUIRED');
  });
});

describe('at the end', () => {
  test('every report is what the published schema says', () => {
    expect(session.reports.flatMap(schemaErrors)).toEqual([]);
  });

  test('no secret stands in a template, an output, a log or a report', async () => {
    const { Stacks } = await new CloudFormationClient(session.aws.clientConfig()).send(new DescribeStacksCommand({}));
    const written = [await session.aws.logs(), JSON.stringify(session.reports), JSON.stringify(Stacks), ...templates].join('\n');
    expect(written).toContain('Answered CloudFormation');
    expect(new Set(session.secrets).size).toBeGreaterThan(20);
    expect(session.secrets.filter((secret) => written.includes(secret))).toEqual([]);
  });

  test('deletion leaves no pool, secret or function behind', async () => {
    await session.destroy(stack({ appClientSecret: false, username: 'renamed' }));
    const { Functions = [] } = await new LambdaClient(session.aws.clientConfig()).send(new ListFunctionsCommand({}));
    expect(Functions).toEqual([]);
    await expect(readSecret(session.aws, outputs.CognitoPassword)).rejects.toThrow("can't find");
    await expect(userPools(session.aws).send(new ListUsersCommand({ UserPoolId: outputs.CognitoUserPoolId }))).rejects.toThrow();
  });
});
