import { CROSS_ACCOUNT_TRUST, EXTERNAL_ID, ISSUER, OIDC_TRUST, platformStatement, policy, verifierStatement, webIdentity } from './policies';
import { createCalls } from '../../../../lambda/verifier/calls/calls';
import { startDeadline } from '../../../../lambda/verifier/calls/deadline';
import { createLimiter } from '../../../../lambda/verifier/calls/limiter';
import type { ConnectionContext } from '../../../../lambda/verifier/connection/context';
import type { RoleEntrance, SessionCredentials } from '../../../../lambda/verifier/connection/session';
import { found, passed, type Finding } from '../../../../lambda/verifier/probes/finding';
import type { Probe } from '../../../../lambda/verifier/probes/probe';
import { runProbes } from '../../../../lambda/verifier/probes/run-probes';
import { externalIdProbes } from '../../../../lambda/verifier/trust/external-id-probes';
import { parsePolicy } from '../../../../lambda/verifier/trust/policy';
import type { TrustReader } from '../../../../lambda/verifier/trust/trust-reader';
import { wrongSubjectProbe } from '../../../../lambda/verifier/trust/wrong-subject-probe';
import type { Trust } from '../../../../src/document/connection-document-v1';
import { failing } from '../../aws/sdk-error';

const deadline = startDeadline(60_000);
afterAll(() => deadline.clear());
const calls = createCalls({ deadline, limiter: createLimiter(4), callMs: 5_000, propagationMs: 0 });

const SESSION: SessionCredentials = { accessKeyId: 'a', secretAccessKey: 's', sessionToken: 't' };
const REFUSED = failing('AccessDenied', 403);
const ADMITTED = async (): Promise<SessionCredentials> => SESSION;
const reading = (...statements: readonly object[]) => ({ policy: async () => parsePolicy(policy(...statements)) } as TrustReader);
const UNREADABLE = { policy: REFUSED } as unknown as TrustReader;

function contextOf(method: string, trust: Partial<Trust>, request: object = {}): ConnectionContext {
  return { calls, request, document: { method, trust } } as unknown as ConnectionContext;
}

async function codes(probes: readonly Probe[], proof: Finding = passed('')): Promise<readonly string[]> {
  const credentials: Probe = { id: 'connection.credentials', expects: 'allowed', targets: [{ name: 'role', check: async () => proof }] };
  const checks = await runProbes([credentials, ...probes], { region: 'us-east-1', callSeconds: 1, onDefect: () => undefined });
  return checks.slice(1).map(({ target, code }) => `${target}: ${code}`);
}

describe('a wrong and a missing external ID', () => {
  const CLOSED = [platformStatement(), verifierStatement({ Condition: { StringEquals: { 'sts:ExternalId': EXTERNAL_ID } } })];
  const twice = (...lines: readonly string[]) => [...lines, ...lines];

  test.each<[string, TrustReader, RoleEntrance['withExternalId'], string[]]>([
    ['are refused', reading(...CLOSED), REFUSED, ['the platform: OK', 'the verifier: OK']],
    ['let the verifier in', reading(...CLOSED), ADMITTED, ['the platform: OK', 'the verifier: EXTERNAL_ID_NOT_ENFORCED']],
    ['would let the platform in', reading(platformStatement({ Condition: undefined }), CLOSED[1]), REFUSED, ['the platform: EXTERNAL_ID_NOT_ENFORCED', 'the verifier: OK']],
    ['would let anyone in', reading(...CLOSED, platformStatement({ Principal: '*' })), REFUSED, ['the platform: EXTERNAL_ID_NOT_ENFORCED', 'the verifier: OK']],
    ['say nothing of another account, which another check tells', reading(...CLOSED, platformStatement({ Principal: { AWS: '999999999999' } })), REFUSED, ['the platform: OK', 'the verifier: OK']],
    ['prove nothing where the verifier needs none', reading(platformStatement(), verifierStatement()), ADMITTED, ['the platform: OK', 'the verifier: NOT_APPLICABLE']],
    ['are tried where the policy can not be read', UNREADABLE, REFUSED, ['the platform: DENIAL_INCONCLUSIVE', 'the verifier: OK']],
    ['let the verifier in where the policy can not be read', UNREADABLE, ADMITTED, ['the platform: DENIAL_INCONCLUSIVE', 'the verifier: EXTERNAL_ID_NOT_ENFORCED']],
    ['meet a fault', reading(...CLOSED), failing('InternalFailure', 500), ['the platform: OK', 'the verifier: DENIAL_INCONCLUSIVE']],
    ['meet a wrong clock', reading(...CLOSED), failing('SignatureDoesNotMatch', 403), ['the platform: OK', 'the verifier: DENIAL_INCONCLUSIVE']],
  ])('%s', async (_, reader, withExternalId, expected) => {
    const attempt = { withExternalId } as RoleEntrance;
    expect(await codes(externalIdProbes(contextOf('cross-account-role', CROSS_ACCOUNT_TRUST), reader, attempt))).toEqual(twice(...expected));
  });

  test('prove nothing when the right one did not work', async () => {
    const probes = externalIdProbes(contextOf('cross-account-role', CROSS_ACCOUNT_TRUST), reading(...CLOSED), { withExternalId: REFUSED } as unknown as RoleEntrance);
    expect(await codes(probes, found('ASSUME_ROLE_DENIED', { reason: '' }))).toEqual(twice('the platform: OK', 'the verifier: DENIAL_NOT_PROVEN'));
  });

  test('are tried as what they are', async () => {
    const seen: (string | undefined)[] = [];
    const withExternalId = async (externalId: string | undefined) => {
      seen.push(externalId);
      return REFUSED();
    };
    const attempt = { withExternalId } as unknown as RoleEntrance;
    await codes(externalIdProbes(contextOf('cross-account-role', CROSS_ACCOUNT_TRUST), reading(...CLOSED), attempt));
    expect(seen).toEqual([expect.stringMatching(/^wrong-[0-9a-f-]{36}$/), undefined]);
  });

  test.each([['oidc-federation', CROSS_ACCOUNT_TRUST], ['cross-account-role', { ...CROSS_ACCOUNT_TRUST, externalId: undefined as never }]])('are not asked for in %s without one', async (method, trust) => {
    expect(await codes(externalIdProbes(contextOf(method, trust), reading(), {} as RoleEntrance))).toEqual([]);
  });
});

describe('another subject', () => {
  const tokenOf = (claims: object): string => ['{}', JSON.stringify({ iss: ISSUER, aud: 'sts.amazonaws.com', sub: 'workspace:other', exp: 4e9, ...claims }), 's'].map((part) => Buffer.from(part).toString('base64url')).join('.');
  const run = (withToken: RoleEntrance['withToken'], { claims = {}, token = tokenOf(claims), trust = OIDC_TRUST, reader = reading(webIdentity()) }: { claims?: object; token?: string; trust?: Trust; reader?: TrustReader } = {}) => (
    codes([wrongSubjectProbe(contextOf('oidc-federation', trust, { webIdentityToken: 'own', otherWebIdentityToken: token }), reader, { withToken } as RoleEntrance)])
  );
  const TOKEN = 'a token of another subject';
  const EVERY = 'every other subject and audience';

  test.each<[string, RoleEntrance['withToken'], string]>([
    ['is refused', REFUSED, 'OK'],
    ['is let in', ADMITTED, 'WRONG_SUBJECT_ADMITTED'],
    ['meets a fault', failing('InternalFailure', 500), 'DENIAL_INCONCLUSIVE'],
    ['has a token that STS does not take at all', failing('InvalidIdentityToken', 400), 'DENIAL_INCONCLUSIVE'],
  ])('%s', async (_, withToken, code) => {
    expect(await run(withToken)).toEqual([`${TOKEN}: ${code}`, `${EVERY}: OK`]);
  });

  test.each<[string, object]>([
    ['of another issuer', { claims: { iss: 'https://other' } }],
    ['for another audience', { claims: { aud: 'other' } }],
    ['that has expired', { claims: { exp: 1 } }],
    ['without a subject', { claims: { sub: undefined } }],
    ['of the same subject', { claims: { sub: 'workspace:acme' } }],
    ['that is none', { token: 'x.y' }],
  ])('with a token %s proves nothing by a refusal', async (_, given) => {
    expect(await run(REFUSED, given)).toEqual([`${TOKEN}: OTHER_TOKEN_UNSUITABLE`, `${EVERY}: OK`]);
  });

  test.each<[string, object, Partial<Trust>, string[]]>([
    ['is let in by the policy', webIdentity({ Condition: { StringEquals: { 'api.4minds.ai:aud': 'sts.amazonaws.com' } } }), {}, ['TRUST_OPEN']],
    ['and another audience are', webIdentity({ Condition: undefined }), {}, ['TRUST_OPEN', 'TRUST_OPEN']],
    ['is, with anyone', webIdentity({ Principal: '*' }), {}, ['TRUST_OPEN']],
    ['is wanted', webIdentity({ Condition: { StringEquals: { 'api.4minds.ai:aud': 'sts.amazonaws.com' } } }), { anySubject: true }, ['ANY_SUBJECT_ADMITTED']],
    ['is not, where another account is, which another check tells', platformStatement(), {}, ['OK']],
  ])('%s', async (_, statement, trust, expected) => {
    const lines = await run(REFUSED, { trust: { ...OIDC_TRUST, ...trust }, reader: reading(statement) });
    expect(lines.filter((line) => line.startsWith(EVERY))).toEqual(expected.map((code) => `${EVERY}: ${code}`));
  });

  test('is tried with a token only where one is given, and asked about only where there is an issuer', async () => {
    const probe = (trust: Trust) => wrongSubjectProbe(contextOf('oidc-federation', trust), reading(webIdentity()), {} as RoleEntrance);
    expect(await codes([probe(OIDC_TRUST)])).toEqual([`${EVERY}: OK`]);
    expect(await codes([probe({ ...OIDC_TRUST, issuer: undefined as never })])).toEqual([]);
  });

  test('is not proven by a refusal when the own token did not work', async () => {
    const probe = wrongSubjectProbe(contextOf('oidc-federation', OIDC_TRUST, { webIdentityToken: 'own', otherWebIdentityToken: tokenOf({}) }), reading(webIdentity()), { withToken: REFUSED } as unknown as RoleEntrance);
    expect(await codes([probe], found('ROLE_FEDERATION_DENIED', { reason: '' }))).toEqual([`${TOKEN}: DENIAL_NOT_PROVEN`, `${EVERY}: OK`]);
  });
});
