import { CreateOpenIDConnectProviderCommand, IAMClient } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, AssumeRoleWithWebIdentityCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { createRole, outcome, session, trustAccount } from './roles';
import { LocalIssuer, TokenOptions } from '../../sandbox/issuer';
import { Credentials, LocalAws, startLocalAws } from '../../sandbox/local-aws';
import { createUser } from '../../sandbox/state';

const ISSUER = 'https://api.4minds.ai';
const KEY = 'api.4minds.ai';
const AIRIA = '808540602285';
let aws: LocalAws;
let issuer: LocalIssuer;
let provider: string;

beforeAll(async () => {
  aws = await startLocalAws();
  issuer = await LocalIssuer.start(ISSUER);
  await aws.mapIssuer(issuer.issuer, issuer.origin);
  const iam = new IAMClient(aws.clientConfig());
  await iam.send(new CreateOpenIDConnectProviderCommand({ Url: 'https://silent.example', ClientIDList: ['sts.amazonaws.com'] }));
  const created = await iam.send(new CreateOpenIDConnectProviderCommand({ Url: ISSUER, ClientIDList: ['sts.amazonaws.com', 'other'] }));
  provider = created.OpenIDConnectProviderArn!;
});
afterAll(async () => {
  await issuer?.stop();
  await aws?.stop();
});

const trustTokens = (condition: object, actions: string | string[] = 'sts:AssumeRoleWithWebIdentity') =>
  ({ Effect: 'Allow', Action: actions, Principal: { Federated: provider }, Condition: condition });
const strict = () => trustTokens({ StringEquals: { [`${KEY}:aud`]: 'sts.amazonaws.com', [`${KEY}:sub`]: 'workspace:acme' } });

async function enter(RoleArn: string, WebIdentityToken: string, more: { DurationSeconds?: number } = {}) {
  const sts = new STSClient({ ...aws.clientConfig() });
  return sts.send(new AssumeRoleWithWebIdentityCommand({ RoleArn, WebIdentityToken, RoleSessionName: 'platform', ...more }));
}

describe('web identity tokens', () => {
  test('the right token enters, as the subject it names', async () => {
    const answer = await enter(await createRole(aws, { trust: [strict()] }), await issuer.token({ subject: 'workspace:acme' }));
    expect(answer).toMatchObject({ SubjectFromWebIdentityToken: 'workspace:acme', Audience: 'sts.amazonaws.com', Provider: provider });
    const keys = answer.Credentials!;
    const credentials = { accessKeyId: keys.AccessKeyId!, secretAccessKey: keys.SecretAccessKey!, sessionToken: keys.SessionToken };
    const me = await new STSClient(aws.clientConfig({ credentials })).send(new GetCallerIdentityCommand({}));
    expect(me.Arn).toMatch(/^arn:aws:sts::123456789012:assumed-role\/role-\d+\/platform$/);
  });

  const acme: TokenOptions = { subject: 'workspace:acme' };
  test.each<[string, () => Promise<string>, string]>([
    ['another subject', () => issuer.token({ subject: 'workspace:evil' }), 'AccessDenied 403'],
    ['another audience that the provider knows', () => issuer.token({ ...acme, audience: 'other' }), 'AccessDenied 403'],
    ['an audience that the provider does not know', () => issuer.token({ ...acme, audience: 'stranger' }), 'InvalidIdentityTokenException 400'],
    ['an authorized party instead of the audience', () => issuer.token({ ...acme, claims: { azp: 'stranger' } }), 'InvalidIdentityTokenException 400'],
    ['an expired token', () => issuer.token({ ...acme, expiresInSeconds: -5 }), 'ExpiredTokenException 400'],
    ['a forged signature', () => issuer.forgedToken(acme), 'InvalidIdentityTokenException 400'],
    ['a token without a subject', () => issuer.token({ ...acme, claims: { sub: undefined } }), 'InvalidIdentityTokenException 400'],
    ['no token at all', async () => 'garbage', 'InvalidIdentityTokenException 400'],
    ['an issuer without a provider', () => issuer.token({ ...acme, claims: { iss: 'https://app.4minds.ai' } }), 'InvalidIdentityTokenException 400'],
    ['the issuer in another spelling', () => issuer.token({ ...acme, claims: { iss: 'https://api.4MINDS.ai' } }), 'InvalidIdentityTokenException 400'],
    ['the issuer with a slash', () => issuer.token({ ...acme, claims: { iss: `${ISSUER}/` } }), 'InvalidIdentityTokenException 400'],
    ['an issuer that does not answer', () => issuer.token({ ...acme, claims: { iss: 'https://silent.example' } }), 'IDPCommunicationErrorException 400'],
  ])('%s', async (_name, token, expected) => {
    const role = await createRole(aws, { trust: [strict()] });
    expect(await outcome(enter(role, await token()))).toBe(expected);
  });

  test('a withdrawn key verifies nothing, a former one that is still published does', async () => {
    const role = await createRole(aws, { trust: [strict()] });
    const former = await issuer.token(acme);
    await issuer.rotateKey();
    expect(await outcome(enter(role, former))).toBe('ok');
    await issuer.rotateKey({ withdrawFormer: true });
    expect(await outcome(enter(role, former))).toBe('InvalidIdentityTokenException 400');
    expect(await outcome(enter(role, await issuer.token(acme)))).toBe('ok');
  });

  test.each<[string, object, TokenOptions, string]>([
    ['an external ID is never in the request: StringEquals denies every call', { StringEquals: { 'sts:ExternalId': 'x' } }, acme, 'AccessDenied 403'],
    ['an external ID with IfExists protects nothing', { StringEqualsIfExists: { 'sts:ExternalId': 'x' } }, acme, 'ok'],
    ['an audience-only trust lets every subject in', { StringEquals: { [`${KEY}:aud`]: 'sts.amazonaws.com' } }, { subject: 'workspace:evil' }, 'ok'],
    ['amr, any of several', { 'ForAnyValue:StringLike': { [`${KEY}:amr`]: 'auth*' } }, { ...acme, claims: { amr: ['pwd', 'authenticated'] } }, 'ok'],
    ['amr, absent', { 'ForAnyValue:StringLike': { [`${KEY}:amr`]: 'auth*' } }, acme, 'AccessDenied 403'],
    ['a subject pattern', { StringLike: { [`${KEY}:sub`]: 'workspace:*' } }, acme, 'ok'],
    ['a star is a letter under StringEquals', { StringEquals: { [`${KEY}:sub`]: 'workspace:*' } }, acme, 'AccessDenied 403'],
    ['the subject in another case', { StringEquals: { [`${KEY}:sub`]: 'Workspace:acme' } }, acme, 'AccessDenied 403'],
    ['a variable makes the check a tautology', { StringEquals: { [`${KEY}:sub`]: `\${${KEY}:sub}` } }, { subject: 'workspace:evil' }, 'ok'],
    ['the issuer says which roles', { Bool: { 'sts:RoleAuthorizedByIdp': 'true' } }, { ...acme, claims: { 'https://aws.amazon.com/roles': ['arn:aws:iam::1:role/x'] } }, 'AccessDenied 403'],
  ])('condition: %s', async (_name, condition, token, expected) => {
    expect(await outcome(enter(await createRole(aws, { trust: [trustTokens(condition)] }), await issuer.token(token)))).toBe(expected);
  });

  test('session tags need sts:TagSession', async () => {
    const token = await issuer.token({ ...acme, claims: { 'https://aws.amazon.com/tags': { principal_tags: { team: ['a'] } } } });
    expect(await outcome(enter(await createRole(aws, { trust: [strict()] }), token))).toBe('AccessDenied 403');
    const tagging = trustTokens({ StringEquals: { 'aws:RequestTag/team': 'a' } }, ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession']);
    expect(await outcome(enter(await createRole(aws, { trust: [tagging] }), token))).toBe('ok');
  });

  test('a role that does not exist is refused like one that does not trust', async () => {
    expect(await outcome(enter(`arn:aws:iam::${aws.accountId}:role/none`, await issuer.token(acme)))).toBe('AccessDenied 403');
  });

  test('a session is no longer than the role allows', async () => {
    const role = await createRole(aws, { trust: [strict()] });
    expect(await outcome(enter(role, await issuer.token(acme), { DurationSeconds: 7200 }))).toBe('ValidationError 400');
  });
});

describe('AssumeRole', () => {
  const assume = (credentials: Credentials, RoleArn: string, more: { ExternalId?: string; DurationSeconds?: number } = {}) =>
    new STSClient(aws.clientConfig({ credentials })).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'platform', ...more }));
  const mayAssume = { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' };
  let platform: Credentials & { arn: string };

  beforeAll(async () => {
    platform = await createUser(aws, { name: 'connector', accountId: AIRIA, policy: { Version: '2012-10-17', Statement: [mayAssume] } });
  });

  test.each<[string, { ExternalId?: string }, string]>([
    ['the right external ID', { ExternalId: 'airia-1' }, 'ok'],
    ['a wrong external ID', { ExternalId: 'airia-2' }, 'AccessDenied 403'],
    ['no external ID', {}, 'AccessDenied 403'],
  ])('across accounts with %s', async (_name, more, expected) => {
    const role = await createRole(aws, { trust: [trustAccount(AIRIA, { StringEquals: { 'sts:ExternalId': 'airia-1' } })] });
    expect(await outcome(assume(platform, role, more))).toBe(expected);
  });

  test('across accounts both sides must allow', async () => {
    const role = await createRole(aws, { trust: [trustAccount(AIRIA)] });
    const idle = await createUser(aws, { name: 'idle', accountId: AIRIA, policy: { Version: '2012-10-17', Statement: [{ ...mayAssume, Action: 's3:*' }] } });
    expect(await outcome(assume(idle, role))).toBe('AccessDenied 403');
    expect(await outcome(assume(platform, await createRole(aws, { trust: [trustAccount(aws.accountId)] })))).toBe('AccessDenied 403');
  });

  test('in one account a trust that names the caller is enough, one that names the account is not', async () => {
    const named = await createRole(aws, {});
    const trust = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: named } };
    const sts = new STSClient(aws.clientConfig());
    const { Credentials: keys } = await sts.send(new AssumeRoleCommand({ RoleArn: named, RoleSessionName: 'verifier' }));
    const caller = { accessKeyId: keys!.AccessKeyId!, secretAccessKey: keys!.SecretAccessKey!, sessionToken: keys!.SessionToken };
    expect(await outcome(assume(caller, await createRole(aws, { trust: [trust] })))).toBe('ok');
    expect(await outcome(assume(caller, await createRole(aws, {})))).toBe('AccessDenied 403');
  });

  test('a role assumed by a role lasts at most one hour', async () => {
    const caller = await session(aws, { allow: [{ Action: 'sts:AssumeRole', Resource: '*' }] });
    const role = await createRole(aws, { maxSessionSeconds: 7200 });
    expect(await outcome(assume(caller, role, { DurationSeconds: 7200 }))).toBe('ValidationError 400');
    expect(await outcome(assume(caller, role, { DurationSeconds: 3600 }))).toBe('ok');
  });

  test('GetCallerIdentity needs no permission', async () => {
    const sts = new STSClient(aws.clientConfig({ credentials: await session(aws, {}) }));
    expect(await outcome(sts.send(new GetCallerIdentityCommand({})))).toBe('ok');
  });
});
