import { allowBuckets, ISSUER, LocalAccount, s3Section, SUBJECT, webIdentity, type ConnectionState } from './connected-account';
import { problems, runHandler, shortly } from './run-handler';
import { createBucket } from '../../../sandbox/state';

let account: LocalAccount;

beforeAll(async () => {
  account = await LocalAccount.start();
  await createBucket(account.aws, { name: 'prod-datasets' });
  await createBucket(account.aws, { name: 'payroll' });
});
afterAll(async () => account?.stop());

const healthy = (): ConnectionState => ({
  allow: allowBuckets('prod-datasets'),
  s3: s3Section({ buckets: ['prod-datasets'], deniedBuckets: ['payroll'] }),
});

describe('a healthy connection', () => {
  test('with tokens: everything that the platform does works, everything else is refused', async () => {
    const { environment, document } = await account.connect(healthy());
    const webIdentityToken = await account.issuer.token({ subject: SUBJECT });
    const otherWebIdentityToken = await account.issuer.token({ subject: 'workspace:evil' });
    const { report, log } = await runHandler(environment, { action: 'test-connection', webIdentityToken, otherWebIdentityToken });
    const role = document.principal.arn;
    expect(shortly(report)).toEqual([
      `connection.document | ${environment.DOCUMENT_PARAMETERS} | pass OK`,
      `connection.credentials | ${role} | pass OK`,
      `trust.policy | ${role} | pass OK`,
      `trust.provider | ${account.providerArn} | pass OK`,
      `trust.issuer | ${ISSUER} | skipped ISSUER_UNREACHABLE`,
      'trust.token | iss | pass OK',
      'trust.token | aud | pass OK',
      'trust.token | sub | pass OK',
      'trust.token | exp | pass OK',
      'trust.wrong-subject | a token of another subject | pass OK',
      'trust.wrong-subject | every other subject and audience | pass OK',
      's3.head-bucket | prod-datasets | pass OK',
      's3.list-buckets-denied | account 123456789012 | pass OK',
      's3.denied-bucket | payroll | pass OK',
    ]);
    expect(report).toMatchObject({
      schemaVersion: 1,
      action: 'test-connection',
      platform: '4minds',
      method: 'oidc-federation',
      principalArn: role,
      region: 'us-east-1',
      status: 'pass',
      message: 'Connection successful! Found 1 bucket(s).',
      integrations: [{ integration: 's3', status: 'pass', message: 'Connection successful! Found 1 bucket(s).' }],
    });
    expect(report.checks[1]?.detail).toEqual({ entry: 'web-identity', sessionSeconds: 3_600 });

    const told = `${log}${JSON.stringify(report)}`;
    for (const token of [webIdentityToken, otherWebIdentityToken]) for (const part of token.split('.')) expect(told).not.toContain(part);
    expect(told).not.toContain(environment.AWS_SECRET_ACCESS_KEY);
    expect(told).not.toContain(environment.AWS_SESSION_TOKEN);
    expect(log.trim().split('\n').map((line) => (JSON.parse(line) as { message: string }).message)).toEqual(['Verification report']);
  });

  test('without a token: the verifier comes in itself', async () => {
    const { environment } = await account.connect(healthy());
    const { report } = await runHandler(environment, { action: 'test-connection' });
    expect([report.status, problems(report)]).toEqual(['pass', []]);
    expect(report.checks[1]?.message).toBe('Credentials were obtained by AssumeRole by the verifier itself');
    expect(report.checks.find(({ id }) => id === 'trust.token')).toMatchObject({ status: 'skipped', code: 'NOT_APPLICABLE' });
  });

  test('without a token and without the verifier in the trust: nothing is claimed', async () => {
    const { environment } = await account.connect({ ...healthy(), trustVerifier: false });
    const { report } = await runHandler(environment, { action: 'test-connection' });
    expect(report.status).toBe('incomplete');
    expect(report.message).toBe('5 check(s) could not be made: Not checked: no web identity token was given, and the trust policy does not let the verifier in');
    expect(problems(report)).toEqual([
      expect.stringContaining('connection.credentials | arn:aws:iam::123456789012:role/connection'),
      's3.head-bucket | Amazon S3 | skipped NO_CREDENTIALS',
      's3.list-buckets-denied | Amazon S3 | skipped NO_CREDENTIALS',
      's3.denied-bucket | Amazon S3 | skipped NO_CREDENTIALS',
      's3.outside-prefix | Amazon S3 | skipped NO_CREDENTIALS',
    ]);
  });

  test('with a trust for any subject: a warning that says so', async () => {
    const statement = { ...webIdentity(account.providerArn), Condition: { StringEquals: { 'issuer.example:aud': 'sts.amazonaws.com' } } };
    const policy = { Version: '2012-10-17', Statement: [statement] };
    const { environment } = await account.connect({ ...healthy(), trustVerifier: false, trust: { subjects: undefined, anySubject: true, policy } });
    const { report } = await runHandler(environment, { action: 'test-connection', webIdentityToken: await account.issuer.token({ subject: 'anyone' }) });
    expect([report.status, problems(report)]).toEqual(['warn', ['trust.wrong-subject | every other subject and audience | warn ANY_SUBJECT_ADMITTED']]);
  });

  test('with subject patterns', async () => {
    const statement = { ...webIdentity(account.providerArn), Condition: { StringEquals: { 'issuer.example:aud': 'sts.amazonaws.com' }, StringLike: { 'issuer.example:sub': 'workspace:acme:*' } } };
    const { environment } = await account.connect({ ...healthy(), trustVerifier: false, trust: { subjects: [], subjectPatterns: ['workspace:acme:*'], policy: { Version: '2012-10-17', Statement: [statement] } } });
    const webIdentityToken = await account.issuer.token({ subject: 'workspace:acme:7' });
    const otherWebIdentityToken = await account.issuer.token({ subject: 'workspace:acme' });
    const { report } = await runHandler(environment, { action: 'test-connection', webIdentityToken, otherWebIdentityToken });
    expect([report.status, problems(report)]).toEqual(['pass', []]);
  });
});

describe('a token that is not right is explained', () => {
  test.each<[string, () => Promise<string>, string[]]>([
    ['of another subject', async () => account.issuer.token({ subject: 'workspace:other' }), ['ROLE_FEDERATION_DENIED', 'TOKEN_CLAIM_DIFFERS']],
    ['of a subject in another case', async () => account.issuer.token({ subject: 'Workspace:Acme' }), ['ROLE_FEDERATION_DENIED', 'TOKEN_CLAIM_DIFFERS']],
    ['for another audience', async () => account.issuer.token({ subject: SUBJECT, audience: 'api://4minds' }), ['ROLE_FEDERATION_AUDIENCE', 'TOKEN_CLAIM_DIFFERS']],
    ['that has expired', async () => account.issuer.token({ subject: SUBJECT, expiresInSeconds: -60 }), ['ROLE_FEDERATION_TOKEN_EXPIRED', 'TOKEN_EXPIRED']],
    ['that is forged', async () => account.issuer.forgedToken({ subject: SUBJECT }), ['ROLE_FEDERATION_TOKEN_INVALID']],
    ['of an issuer with a slash', async () => account.issuer.token({ subject: SUBJECT, claims: { iss: `${ISSUER}/` } }), ['ROLE_FEDERATION_NO_PROVIDER', 'TOKEN_CLAIM_DIFFERS']],
    ['that is none', async () => 'no-token-at-all', ['ROLE_FEDERATION_TOKEN_INVALID', 'TOKEN_MALFORMED']],
  ])('%s', async (_name, tokenOf, codes) => {
    const { environment } = await account.connect(healthy());
    const webIdentityToken = await tokenOf();
    const { report, log } = await runHandler(environment, { action: 'test-connection', webIdentityToken });
    expect(report.status).toBe('fail');
    expect(report.checks.filter(({ status }) => status === 'fail').map(({ code }) => code)).toEqual(codes);
    expect(report.checks.filter(({ integration }) => integration === 's3').every(({ code }) => code === 'NO_CREDENTIALS')).toBe(true);
    for (const part of webIdentityToken.split('.')) expect(`${log}${JSON.stringify(report)}`).not.toContain(part);
  });

  test('issuer whose keys cannot be had', async () => {
    await account.aws.mapIssuer(ISSUER, undefined);
    try {
      const { environment } = await account.connect(healthy());
      const { report } = await runHandler(environment, { action: 'test-connection', webIdentityToken: await account.issuer.token({ subject: SUBJECT }) });
      expect(problems(report)[0]).toContain('fail ROLE_FEDERATION_ISSUER_UNREACHABLE');
    } finally {
      await account.aws.mapIssuer(ISSUER, account.issuer.origin);
    }
  });
});

describe('a trust that is not right is found', () => {
  const strict = { StringEquals: { 'issuer.example:aud': 'sts.amazonaws.com', 'issuer.example:sub': SUBJECT } };

  test.each<[string, () => Partial<ConnectionState>, string[]]>([
    ['without the subject', () => ({ trustInForce: [{ ...webIdentity(account.providerArn), Condition: { StringEquals: { 'issuer.example:aud': 'sts.amazonaws.com' } } }] }),
      ['trust.policy TRUST_POLICY_DIFFERS', 'trust.policy TRUST_OPEN', 'trust.wrong-subject WRONG_SUBJECT_ADMITTED', 'trust.wrong-subject TRUST_OPEN']],
    ['with a wildcard', () => ({ trustInForce: [{ ...webIdentity(account.providerArn), Condition: { StringEquals: { 'issuer.example:aud': 'sts.amazonaws.com' }, StringLike: { 'issuer.example:sub': 'workspace:*' } } }] }),
      ['trust.policy TRUST_POLICY_DIFFERS', 'trust.policy TRUST_OPEN', 'trust.wrong-subject WRONG_SUBJECT_ADMITTED', 'trust.wrong-subject TRUST_OPEN']],
    ['with a second way in', () => ({ trustInForce: [webIdentity(account.providerArn), { Sid: 'Backdoor', Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::999999999999:root' }, Action: 'sts:AssumeRole' }] }),
      ['trust.policy TRUST_POLICY_DIFFERS', 'trust.policy TRUST_OPEN']],
    ['with a second way in, of an imported role', () => ({ imported: true, trustInForce: [webIdentity(account.providerArn), { Sid: 'Own', Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }] }),
      ['trust.policy TRUST_POLICY_HAS_MORE']],
    ['for another subject', () => ({ trustInForce: [{ ...webIdentity(account.providerArn), Condition: { StringEquals: { ...strict.StringEquals, 'issuer.example:sub': 'workspace:other' } } }] }),
      ['connection.credentials ROLE_FEDERATION_DENIED', 'trust.policy TRUST_POLICY_DIFFERS', 'trust.policy TRUST_OPEN', 'trust.wrong-subject DENIAL_NOT_PROVEN', 'trust.wrong-subject TRUST_OPEN']],
    ['with the external ID that STS never sends', () => ({ trustInForce: [{ ...webIdentity(account.providerArn), Condition: { StringEquals: { ...strict.StringEquals, 'sts:ExternalId': 'x' } } }] }),
      ['connection.credentials ROLE_FEDERATION_DENIED', 'trust.policy TRUST_POLICY_DIFFERS', 'trust.wrong-subject DENIAL_NOT_PROVEN']],
    ['with a deleted principal', () => ({ trustInForce: [webIdentity(account.providerArn), { Sid: 'Gone', Effect: 'Allow', Principal: { AWS: 'AROAEXAMPLEEXAMPLE123' }, Action: 'sts:AssumeRole' }] }),
      ['trust.policy TRUST_PRINCIPAL_DELETED', 'trust.policy TRUST_POLICY_DIFFERS', 'trust.policy TRUST_OPEN']],
    ['whose provider does not exist', () => ({ trust: { providerArn: 'arn:aws:iam::123456789012:oidc-provider/gone.example' } }),
      ['trust.policy TRUST_OPEN', 'trust.provider PROVIDER_MISSING']],
    ['whose provider lacks an audience', () => ({ trust: { audiences: ['sts.amazonaws.com', 'second'] } }), ['trust.provider PROVIDER_AUDIENCE_MISSING']],
    ['whose provider is spelled otherwise', () => ({ trust: { issuer: `${ISSUER}/` } }), ['trust.provider PROVIDER_URL_DIFFERS', 'trust.token TOKEN_CLAIM_DIFFERS', 'trust.wrong-subject OTHER_TOKEN_UNSUITABLE']],
    ['whose session is shorter than promised', () => ({ sessionSeconds: 7_200, maxSessionSeconds: 3_600 }),
      ['connection.credentials SESSION_TOO_LONG', 'trust.wrong-subject DENIAL_NOT_PROVEN']],
    ['that the verifier may not read', () => ({ verifierLacks: ['iam:GetRole', 'iam:GetOpenIDConnectProvider'] }),
      ['trust.policy VERIFIER_NOT_ALLOWED', 'trust.provider VERIFIER_NOT_ALLOWED', 'trust.wrong-subject DENIAL_INCONCLUSIVE']],
  ])('%s', async (_name, broken, expected) => {
    const { environment } = await account.connect({ ...healthy(), trustVerifier: false, ...broken() });
    const webIdentityToken = await account.issuer.token({ subject: SUBJECT });
    const otherWebIdentityToken = await account.issuer.token({ subject: 'workspace:evil' });
    const { report } = await runHandler(environment, { action: 'test-connection', webIdentityToken, otherWebIdentityToken });
    const found = report.checks.filter(({ status, code, id }) => status !== 'pass' && id !== 'trust.issuer' && code !== 'NO_CREDENTIALS').map(({ id, code }) => `${id} ${code}`);
    expect(found).toEqual(expected);
  });
});

test('another token that proves nothing is not tried', async () => {
  const { environment } = await account.connect(healthy());
  const webIdentityToken = await account.issuer.token({ subject: SUBJECT });
  for (const otherWebIdentityToken of [
    await account.issuer.token({ subject: SUBJECT, expiresInSeconds: 400 }),
    await account.issuer.token({ subject: 'workspace:evil', audience: 'other' }),
    await account.issuer.token({ subject: 'workspace:evil', expiresInSeconds: -1 }),
    'garbage',
  ]) {
    const { report } = await runHandler(environment, { action: 'test-connection', webIdentityToken, otherWebIdentityToken });
    expect(problems(report)).toEqual(['trust.wrong-subject | a token of another subject | warn OTHER_TOKEN_UNSUITABLE']);
  }
  const { report } = await runHandler(environment, { action: 'test-connection', otherWebIdentityToken: await account.issuer.token({ subject: 'workspace:evil' }) });
  expect(problems(report)).toEqual(['trust.wrong-subject | a token of another subject | skipped DENIAL_NOT_PROVEN']);
});
