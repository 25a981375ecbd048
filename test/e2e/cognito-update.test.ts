import { AdminCreateUserCommand, ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { CognitoDeployment } from './cognito-deployment';
import { idTokenOf, pasted, readSecret, userPools } from './cognito-logins';
import { type SandboxSession, summary } from './sandbox-session';
import type { DeployError } from '../../sandbox/deploy';

let deployment: CognitoDeployment;
let session: SandboxSession;

beforeAll(async () => {
  deployment = await CognitoDeployment.start();
  ({ session } = deployment);
}, 180_000);
afterAll(() => session?.stop());
jest.setTimeout(60_000);

describe('an update', () => {
  test('to a client without a secret replaces the client and keeps the login', async () => {
    const before = deployment.outputs;
    await deployment.deploy({ appClientSecret: false });
    expect(deployment.outputs.CognitoAppClientSecret).toBeUndefined();
    expect(deployment.outputs.CognitoAppClientId).not.toBe(before.CognitoAppClientId);
    expect((await pasted(session, deployment.outputs)).password).toBe(await readSecret(session.aws, before.CognitoPassword));
    expect(await deployment.problems()).toEqual([]);
  });

  test('of the user name makes the new user and removes the former one', async () => {
    await deployment.deploy({ appClientSecret: false, username: 'renamed' });
    const { Users = [] } = await userPools(session.aws).send(new ListUsersCommand({ UserPoolId: deployment.outputs.CognitoUserPoolId }));
    expect(Users.map(({ Username }) => Username)).toEqual(['renamed']);
    expect(await deployment.problems()).toEqual([]);
  });

  test('to the name of a user of others is refused, rolls back, and leaves the login that was there', async () => {
    const { aws } = session;
    session.secrets.push('Temporary-0123456789');
    await userPools(aws).send(new AdminCreateUserCommand({ UserPoolId: deployment.outputs.CognitoUserPoolId, Username: 'somebody', MessageAction: 'SUPPRESS', TemporaryPassword: 'Temporary-0123456789' }));
    const error = await deployment.deploy({ appClientSecret: false, username: 'somebody' }).catch((reason: unknown) => reason);
    expect((error as DeployError).output).toContain('exists already and is not of this connection. Set existingUser: true');
    expect(await deployment.problems()).toEqual([]);
    await expect(idTokenOf(session, { ...await pasted(session, deployment.outputs), username: 'somebody', password: 'Temporary-0123456789' })).rejects.toThrow('NEW_PASSWORD_REQUIRED');
  });

  test('that also trusts web identities serves both with one role, each by its own statement', async () => {
    await deployment.deploy({ appClientSecret: false, username: 'renamed', alsoTrust: { subjects: ['workspace:acme'] } });
    const [webIdentityToken, otherWebIdentityToken] = [await session.token('workspace:acme'), await session.token('workspace:umbrella')];
    const { CognitoVerifierFunction, CognitoDocument } = deployment.outputs;
    const report = await session.verify(CognitoVerifierFunction, { action: 'test-connection', webIdentityToken, otherWebIdentityToken });
    expect(summary(report).filter((line) => !line.includes('| pass |'))).toEqual([]);
    expect(report.checks.map(({ id }) => id)).toEqual(expect.arrayContaining(['connection.sign-in', 'trust.token', 'trust.wrong-subject', 'trust.unauthenticated']));
    const sts = new STSClient(session.aws.clientConfig());
    const assume = async (WebIdentityToken: string) => sts.send(new AssumeRoleWithWebIdentityCommand({
      RoleArn: JSON.parse(CognitoDocument).principal.arn, RoleSessionName: 'platform', WebIdentityToken,
    })).then(() => 'ok', ({ name }: Error) => name);
    expect([await assume(webIdentityToken), await assume(otherWebIdentityToken)]).toEqual(['ok', 'AccessDenied']);
  });
});

test('deletion leaves no pool, secret or function behind', async () => {
  await deployment.destroy({ appClientSecret: false, username: 'renamed' });
  const { Functions = [] } = await new LambdaClient(session.aws.clientConfig()).send(new ListFunctionsCommand({}));
  expect(Functions).toEqual([]);
  await expect(readSecret(session.aws, deployment.outputs.CognitoPassword)).rejects.toThrow("can't find");
  await expect(userPools(session.aws).send(new ListUsersCommand({ UserPoolId: deployment.outputs.CognitoUserPoolId }))).rejects.toThrow();
});

test('no secret stands in a template, an output, a log or a report', async () => {
  const written = await session.written();
  expect(written).toContain('Answered CloudFormation');
  expect(new Set(session.secrets).size).toBeGreaterThan(5);
  expect(session.secrets.filter((secret) => written.includes(secret))).toEqual([]);
});
