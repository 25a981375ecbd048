import { getToken } from '@aws/bedrock-token-generator';
import { BedrockClient, ListFoundationModelsCommand } from '@aws-sdk/client-bedrock';
import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import {
  CreateServiceSpecificCredentialCommand, CreateUserCommand, DeleteServiceSpecificCredentialCommand, DeleteUserCommand, IAMClient,
  ListServiceSpecificCredentialsCommand, PutUserPolicyCommand, UpdateServiceSpecificCredentialCommand,
} from '@aws-sdk/client-iam';
import { session as sessionOf } from './roles';
import { type LocalAws, startLocalAws } from '../../sandbox/local-aws';
import { createUser } from '../../sandbox/state';

const MODEL = 'amazon.titan-text-express-v1';
const HI = [{ role: 'user' as const, content: [{ text: 'Hi' }] }];
const NOT_VALID = 'Authentication failed: Please make sure your API Key is valid.';
const statement = (Action: string | string[], Resource: string, Condition?: object) => ({ Effect: 'Allow', Action, Resource, ...(Condition && { Condition }) });
const byKey = (type: string) => statement('bedrock:CallWithBearerToken', '*', { StringEquals: { 'bedrock:BearerTokenType': type } });
const CONVERSE = statement('bedrock:InvokeModel', `arn:aws:bedrock:us-east-1::foundation-model/${MODEL}`);

let aws: LocalAws;
let iam: IAMClient;
let users = 0;

beforeAll(async () => {
  aws = await startLocalAws();
  iam = new IAMClient(aws.clientConfig());
}, 120_000);
afterAll(() => aws?.stop());

async function userWith(...statements: readonly object[]): Promise<string> {
  const UserName = `key-user-${++users}`;
  await iam.send(new CreateUserCommand({ UserName }));
  await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'policy', PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: statements }) }));
  return UserName;
}

async function createKey(UserName: string, client = iam, CredentialAgeDays = 30) {
  const made = await client.send(new CreateServiceSpecificCredentialCommand({ UserName, ServiceName: 'bedrock.amazonaws.com', CredentialAgeDays }));
  return { id: made.ServiceSpecificCredential!.ServiceSpecificCredentialId!, token: made.ServiceSpecificCredential!.ServiceCredentialSecret! };
}

const client = (token: string) => ({ endpoint: aws.endpoint, region: aws.region, token: { token }, authSchemePreference: ['httpBearerAuth'], maxAttempts: 1 });
const list = async (token: string, region?: string) =>
  new BedrockClient({ ...client(token), ...(region && { customUserAgent: [['region', region]] }) }).send(new ListFoundationModelsCommand({}));
const converse = async (token: string, modelId = MODEL) =>
  new BedrockRuntimeClient(client(token)).send(new ConverseCommand({ modelId, messages: HI }));

describe('a long-term key', () => {
  test('makes its user\'s calls to Bedrock and no others', async () => {
    const { token } = await createKey(await userWith(byKey('LONG_TERM'), CONVERSE));
    expect((await converse(token)).output?.message?.content?.[0].text).toEqual(expect.any(String));
    await expect(converse(token, 'anthropic.claude-3-haiku-20240307-v1:0')).rejects.toMatchObject({ name: 'AccessDeniedException', message: expect.stringContaining('bedrock:InvokeModel') });
    await expect(list(token)).rejects.toMatchObject({ name: 'AccessDeniedException', message: expect.stringContaining('bedrock:ListFoundationModels') });
    const abroad = new BedrockRuntimeClient({ ...client(token), customUserAgent: [['region', 'eu-west-1']] });
    await expect(abroad.send(new ConverseCommand({ modelId: MODEL, messages: HI }))).rejects.toMatchObject({ message: expect.stringContaining('eu-west-1') });
  });

  test.each<[string, object[]]>([['without the permission', []], ['with the permission for the other kind', [byKey('SHORT_TERM')]]])('%s is refused', async (_, statements) => {
    const { token } = await createKey(await userWith(statement('bedrock:ListFoundationModels', '*'), ...statements));
    await expect(list(token)).rejects.toMatchObject({ name: 'AccessDeniedException', message: expect.stringContaining('bedrock:CallWithBearerToken') });
  });

  test('that is switched off, deleted, expired or made up is refused, and an expired one says so', async () => {
    const user = await userWith(byKey('LONG_TERM'), statement('bedrock:ListFoundationModels', '*'));
    const [first, second] = [await createKey(user), await createKey(user)];
    await Promise.all([list(first.token), list(second.token)]);
    await iam.send(new UpdateServiceSpecificCredentialCommand({ UserName: user, ServiceSpecificCredentialId: first.id, Status: 'Inactive' }));
    await expect(list(first.token)).rejects.toMatchObject({ name: 'AccessDeniedException', message: NOT_VALID });
    await iam.send(new DeleteServiceSpecificCredentialCommand({ UserName: user, ServiceSpecificCredentialId: first.id }));
    await expect(list(first.token)).rejects.toMatchObject({ message: NOT_VALID });
    await aws.expireKey(second.id);
    await expect(list(second.token)).rejects.toMatchObject({ name: 'AccessDeniedException', message: 'Bearer Token has expired' });
    await expect(list(`${second.token.slice(0, -8)}AAAAAAAA`)).rejects.toMatchObject({ message: NOT_VALID });
    const { ServiceSpecificCredentials } = await iam.send(new ListServiceSpecificCredentialsCommand({ UserName: user }));
    expect(ServiceSpecificCredentials).toEqual([expect.objectContaining({ ServiceSpecificCredentialId: second.id, Status: 'Expired', ExpirationDate: expect.any(Date) })]);
    expect(JSON.stringify(ServiceSpecificCredentials)).not.toContain(second.token);
  });

  test('is one of two at most, made for the service and the days that the policy allows, and holds its user', async () => {
    const user = await userWith(byKey('LONG_TERM'));
    const provisioner = new IAMClient(aws.clientConfig({
      credentials: await createUser(aws, {
        name: 'provisioner',
        policy: {
          Version: '2012-10-17',
          Statement: [statement('iam:CreateServiceSpecificCredential', `arn:aws:iam::${aws.accountId}:user/${user}`, {
            StringEquals: { 'iam:ServiceSpecificCredentialServiceName': 'bedrock.amazonaws.com' },
            NumericLessThanEquals: { 'iam:ServiceSpecificCredentialAgeDays': '30' },
          })],
        },
      }),
    }));
    const keys = [await createKey(user, provisioner), await createKey(user, provisioner)];
    await expect(createKey(user, provisioner)).rejects.toMatchObject({ name: 'LimitExceededException' });
    await expect(createKey(user, provisioner, 31)).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(createKey(await userWith(byKey('LONG_TERM')), provisioner)).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(iam.send(new DeleteUserCommand({ UserName: user }))).rejects.toMatchObject({ name: 'DeleteConflictException' });
    expect(new Set(keys.map(({ id }) => id)).size).toBe(2);
  });

  test.each([
    ['STS', async (token: string) => fetch(aws.endpoint, { method: 'POST', headers: { 'authorization': `Bearer ${token}`, 'content-type': 'application/x-www-form-urlencoded' }, body: 'Action=GetCallerIdentity&Version=2011-06-15' })],
    ['S3', async (token: string) => fetch(aws.endpoint, { headers: { authorization: `Bearer ${token}` } })],
  ])('is refused by %s', async (_, send) => {
    const { token } = await createKey(await userWith(byKey('LONG_TERM'), statement(['s3:*', 'sts:*'], '*')));
    expect((await send(token)).status).toBe(403);
  });
});

describe('a short-term key', () => {
  const session = async () => sessionOf(aws, { allow: [byKey('SHORT_TERM'), statement('bedrock:ListFoundationModels', '*')] });
  const LONG_ENOUGH = { expiresInSeconds: 900 };

  test('makes the calls of its session', async () => {
    const token = await getToken({ credentials: await session(), region: aws.region, ...LONG_ENOUGH });
    expect((await list(token)).modelSummaries?.length).toBeGreaterThan(5);
    await expect(converse(token)).rejects.toMatchObject({ message: expect.stringContaining('bedrock:InvokeModel') });
  });

  test.each([
    ['of another region', { region: 'eu-west-1' }, NOT_VALID],
    ['signed with another secret', { credentials: { secretAccessKey: 'x'.repeat(40) } }, NOT_VALID],
    ['of another session token', { credentials: { sessionToken: 'other' } }, NOT_VALID],
  ])('%s is refused', async (_, { credentials, ...change }: { credentials?: object; region?: string }, message) => {
    const token = await getToken({ credentials: { ...await session(), ...credentials }, region: aws.region, ...LONG_ENOUGH, ...change });
    await expect(list(token)).rejects.toMatchObject({ name: 'AccessDeniedException', message });
  });

  test('is of one region', async () => {
    const token = await getToken({ credentials: await session(), region: 'eu-west-1', ...LONG_ENOUGH });
    expect((await list(token, 'eu-west-1')).modelSummaries?.length).toBeGreaterThan(5);
    await expect(list(token, 'eu-west-2')).rejects.toMatchObject({ message: NOT_VALID });
  });

  test('says when it has expired', async () => {
    const token = await getToken({ credentials: await session(), region: aws.region, expiresInSeconds: 1 });
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    await expect(list(token)).rejects.toMatchObject({ name: 'AccessDeniedException', message: 'Bearer Token has expired' });
  });
});
