import { AdminGetUserCommand, AdminSetUserPasswordCommand, CreateUserPoolClientCommand } from '@aws-sdk/client-cognito-identity-provider';
import { InvokeCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { DescribeSecretCommand, RotateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { Duration } from 'aws-cdk-lib/core';
import { CognitoDeployment } from './cognito-deployment';
import { credentialsFor, idTokenOf, pasted, userPools } from './cognito-logins';
import { schemaErrors } from './report-schema';
import type { SandboxSession } from './sandbox-session';

let deployment: CognitoDeployment;
let session: SandboxSession;

async function provisioner(): Promise<string> {
  const { Functions = [] } = await new LambdaClient(session.aws.clientConfig()).send(new ListFunctionsCommand({}));
  return Functions.find(({ FunctionName }) => FunctionName?.includes('Provisioner'))!.FunctionName!;
}

beforeAll(async () => {
  deployment = await CognitoDeployment.start();
  ({ session } = deployment);
}, 180_000);
afterAll(() => session?.stop());
jest.setTimeout(60_000);

describe('after one deployment', () => {
  test('both ways in work, and the user has nothing left to change', async () => {
    expect([deployment.outputs.FederationVerification, deployment.outputs.CognitoVerification]).toEqual(Array(2).fill('Connection successful! Found 1 bucket(s).'));
    expect(await deployment.problems()).toEqual([]);
    const { CognitoUserPoolId: UserPoolId, CognitoUsername: Username } = deployment.outputs;
    expect(await userPools(session.aws).send(new AdminGetUserCommand({ UserPoolId, Username }))).toMatchObject({ UserStatus: 'CONFIRMED', Enabled: true });
  });

  test('what is pasted into the form gets credentials of the role, with the client secret', async () => {
    const idToken = await idTokenOf(session, await pasted(session, deployment.outputs));
    const credentials = await credentialsFor(session, deployment.outputs, idToken);
    const { Arn } = await new STSClient(session.aws.clientConfig({ credentials })).send(new GetCallerIdentityCommand({}));
    expect(Arn).toContain(`${JSON.parse(deployment.outputs.CognitoDocument).principal.name}/CognitoIdentityCredentials`);
  });

  test('the document says how to read each secret', async () => {
    const { secrets } = JSON.parse(deployment.outputs.CognitoDocument) as { secrets: { field: string; arn: string; read: string }[] };
    expect(secrets.map(({ field }) => field)).toEqual(['App Client Secret', 'Password']);
    for (const { arn, read } of secrets) expect(read).toBe(`aws secretsmanager get-secret-value --region us-east-1 --secret-id ${arn} --query SecretString --output text`);
  });

  test.each([
    ['without the client secret', { clientSecret: undefined }, /SECRET_HASH was not received/],
    ['with another client secret', { clientSecret: 'x'.repeat(52) }, /Unable to verify secret hash/],
    ['with another password', { password: 'Aa1-0123456789abcdef' }, /Incorrect username or password/],
  ])('a sign-in %s is refused', async (_, wrong, reason) => {
    await expect(idTokenOf(session, { ...await pasted(session, deployment.outputs), ...wrong })).rejects.toThrow(reason);
  });

  test('nobody gets an identity without a sign-in, nor with a token of another app client', async () => {
    await expect(credentialsFor(session, deployment.outputs)).rejects.toThrow('Unauthenticated access is not supported');
    const other = await userPools(session.aws).send(new CreateUserPoolClientCommand({
      UserPoolId: deployment.outputs.CognitoUserPoolId, ClientName: 'other', ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    }));
    const { username, password } = await pasted(session, deployment.outputs);
    const idToken = await idTokenOf(session, { clientId: other.UserPoolClient!.ClientId!, username, password });
    await expect(credentialsFor(session, deployment.outputs, idToken)).rejects.toThrow('Token is not from a supported provider');
  });

  test('an import is sampled with the same credentials', async () => {
    expect(await deployment.problems('import')).toEqual([]);
  });
});

describe('the password', () => {
  test('is changed by another passwordVersion', async () => {
    const before = await pasted(session, deployment.outputs);
    await deployment.deploy({ passwordVersion: '2' });
    const after = await pasted(session, deployment.outputs);
    expect(after.password).not.toBe(before.password);
    await expect(idTokenOf(session, before)).rejects.toThrow('Incorrect username or password');
    expect(await deployment.problems()).toEqual([]);
  });

  test('is changed on demand', async () => {
    const before = await pasted(session, deployment.outputs);
    const answer = await new LambdaClient(session.aws.clientConfig()).send(new InvokeCommand({ FunctionName: await provisioner(), Payload: JSON.stringify({ action: 'rotate' }) }));
    expect([answer.FunctionError, Buffer.from(answer.Payload ?? []).toString()]).toEqual([undefined, 'null']);
    expect((await pasted(session, deployment.outputs)).password).not.toBe(before.password);
    expect(await deployment.problems()).toEqual([]);
  });

  test('that must be changed (FORCE_CHANGE_PASSWORD) is told, and cured by the next version', async () => {
    const UserPoolId = deployment.outputs.CognitoUserPoolId;
    const Username = deployment.outputs.CognitoUsername;
    session.secrets.push('By-hand-0123456789');
    await userPools(session.aws).send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password: 'By-hand-0123456789', Permanent: false }));
    expect(await deployment.problems()).toContain(`connection.sign-in | ${Username} | fail | COGNITO_PASSWORD_CHANGE_NEEDED`);
    const { password } = await pasted(session, deployment.outputs);
    await deployment.deploy({ passwordVersion: '3', passwordRotation: Duration.days(30) });
    expect((await pasted(session, deployment.outputs)).password).not.toBe(password);
    expect(await deployment.problems()).toEqual([]);
  });

  test('is rotated by Secrets Manager while others sign in: none fails once the change is done', async () => {
    const secrets = new SecretsManagerClient(session.aws.clientConfig());
    const before = await pasted(session, deployment.outputs);
    await secrets.send(new RotateSecretCommand({ SecretId: deployment.outputs.CognitoPassword }));
    const outcomes: { readonly at: number; readonly works: boolean }[] = [];
    let doneAt = Number.POSITIVE_INFINITY;
    while (Date.now() < doneAt + 500 && outcomes.length < 2_000) {
      const at = Date.now();
      const works = await idTokenOf(session, await pasted(session, deployment.outputs)).then(() => true, () => false);
      outcomes.push({ at, works });
      const { VersionIdsToStages = {} } = await secrets.send(new DescribeSecretCommand({ SecretId: deployment.outputs.CognitoPassword }));
      const isDone = !Object.values(VersionIdsToStages).some((stages) => stages.includes('AWSPENDING'));
      if (isDone && doneAt === Number.POSITIVE_INFINITY) doneAt = Date.now();
    }
    const later = outcomes.filter(({ at }) => at >= doneAt);
    expect(later.length).toBeGreaterThan(2);
    expect(later.filter(({ works }) => !works)).toEqual([]);
    expect((await pasted(session, deployment.outputs)).password).not.toBe(before.password);
    expect(await session.aws.logs()).toContain(`[rotation] ${deployment.outputs.CognitoPassword} is done`);
  });
});

describe('at the end', () => {
  test('every report is what the published schema says', () => {
    expect(session.reports.flatMap(schemaErrors)).toEqual([]);
  });

  test('no secret stands in a template, an output, a log or a report', async () => {
    const written = await session.written();
    expect(written).toContain('Answered CloudFormation');
    expect(new Set(session.secrets).size).toBeGreaterThan(20);
    expect(session.secrets.filter((secret) => written.includes(secret))).toEqual([]);
  });
});
