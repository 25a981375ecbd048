import { CROSS_ACCOUNT_TRUST, platformStatement, policy, PROVIDER_ARN, verifierStatement } from './policies';
import type { ConnectionContext } from '../../../../lambda/verifier/connection/context';
import type { Finding } from '../../../../lambda/verifier/probes/finding';
import type { ProbeTarget } from '../../../../lambda/verifier/probes/probe';
import { parsePolicy } from '../../../../lambda/verifier/trust/policy';
import { policyProbe } from '../../../../lambda/verifier/trust/policy-probe';
import { providerProbe } from '../../../../lambda/verifier/trust/provider-probe';
import type { ProviderInForce, TrustReader } from '../../../../lambda/verifier/trust/trust-reader';
import type { Trust } from '../../../../src/document/connection-document-v1';
import { failing } from '../../aws/sdk-error';

const contextOf = (trust: Partial<Trust>, imported = false) => ({
  document: { principal: { arn: 'arn:aws:iam::123456789012:role/r', name: 'r', imported }, trust: { ...CROSS_ACCOUNT_TRUST, policy: policy(platformStatement(), verifierStatement()), ...trust } },
} as unknown as ConnectionContext);
const check = async (targets: unknown) => [await (targets as readonly ProbeTarget[])[0].check()].flat();
const codesOf = (findings: readonly Finding[]) => findings.map(({ code, values }) => [code, ...Object.values(values)].join(' | '));
const OK = 'OK | The trust policy in force says what the document says, and lets in nobody else';

describe('the trust policy in force', () => {
  const inForce = async (statements: readonly object[], trust: Partial<Trust> = {}, imported = false) => (
    codesOf(await check(policyProbe(contextOf(trust, imported), { policy: async () => parsePolicy(policy(...statements)) } as TrustReader).targets))
  );
  const OTHER = { Sid: 'AllowOther', Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::999999999999:root' }, Action: 'sts:AssumeRole' };
  const OPEN = "TRUST_OPEN | statement 'AllowOther' lets in AWS 999999999999";

  test('says what the document says', async () => {
    expect(await inForce([platformStatement(), verifierStatement()])).toEqual([OK]);
  });

  test('may let in the verifier where the document does not say so', async () => {
    expect(await inForce([platformStatement(), verifierStatement()], { policy: policy(platformStatement()) })).toEqual([OK]);
  });

  test('is judged by what it lets in where the document has no policy', async () => {
    expect(await inForce([platformStatement()], { policy: undefined as never })).toEqual([OK]);
    expect(await inForce([platformStatement(), OTHER], { policy: undefined as never })).toEqual([OPEN]);
  });

  test('lets in others: of our role that is wrong, of an imported one its owner may', async () => {
    const statements = [platformStatement(), verifierStatement(), OTHER];
    expect(await inForce(statements)).toEqual(["TRUST_POLICY_DIFFERS | statement 'AllowOther' is not in the document", OPEN]);
    expect(await inForce(statements, {}, true)).toEqual(["TRUST_POLICY_HAS_MORE | statement 'AllowOther' is not in the document"]);
  });

  test('lets in anyone, which no owner may', async () => {
    const [, finding] = await inForce([platformStatement(), verifierStatement(), { ...OTHER, Principal: '*' }], {}, true);
    expect(finding).toBe("TRUST_OPEN | statement 'AllowOther' lets in anyone");
  });

  test('of an imported role must still say what the document says', async () => {
    expect(await inForce([verifierStatement()], {}, true)).toEqual(["TRUST_POLICY_DIFFERS | statement 'AllowPlatform' is missing"]);
  });

  test.each(['AROAEXAMPLEEXAMPLE00', 'AIDAEXAMPLEEXAMPLE00'])('names %s, which was deleted', async (id) => {
    expect(await inForce([platformStatement(), verifierStatement({ Principal: { AWS: id } })])).toContain(`TRUST_PRINCIPAL_DELETED | ${id}`);
    expect((await inForce([platformStatement(), verifierStatement({ Principal: { Service: id } })])).filter((each) => each.startsWith('TRUST_PRINCIPAL_DELETED'))).toEqual([]);
  });

  test.each([
    ['NoSuchEntity', 404, 'ROLE_MISSING | r'],
    ['NoSuchEntityException', 404, 'ROLE_MISSING | r'],
    ['AccessDenied', 403, 'VERIFIER_NOT_ALLOWED | iam:GetRole | arn:aws:iam::123456789012:role/r'],
  ])('that can not be read for %s', async (name, status, expected) => {
    const reader = { policy: failing(name, status) } as unknown as TrustReader;
    expect(codesOf(await check(policyProbe(contextOf({}), reader).targets))).toEqual([expected]);
  });

  test('that can not be read for a fault is a failure like any other', async () => {
    await expect(check(policyProbe(contextOf({}), { policy: failing('ServiceFailure', 500) } as unknown as TrustReader).targets)).rejects.toThrow('ServiceFailure');
  });
});

describe('the provider in force', () => {
  const trust = { providerArn: PROVIDER_ARN, issuer: 'https://api.4minds.ai', audiences: ['sts.amazonaws.com', 'other'] };
  const probe = (provider: () => Promise<ProviderInForce>) => providerProbe(contextOf(trust), { provider } as unknown as TrustReader);

  test.each<[string, ProviderInForce, string[]]>([
    ['is there', { url: 'api.4minds.ai', audiences: ['other', 'more', 'sts.amazonaws.com'] }, ['OK | The OIDC provider is there and lists sts.amazonaws.com, other']],
    ['is there with its scheme', { url: 'https://api.4minds.ai', audiences: trust.audiences }, ['OK | The OIDC provider is there and lists sts.amazonaws.com, other']],
    ['is of another issuer and lists nothing', { url: 'api.4minds.ai/', audiences: [] }, [
      'PROVIDER_URL_DIFFERS | https://api.4minds.ai/ | https://api.4minds.ai |  (only a trailing slash differs)', 'PROVIDER_AUDIENCE_MISSING | sts.amazonaws.com', 'PROVIDER_AUDIENCE_MISSING | other',
    ]],
  ])('%s', async (_, provider, expected) => {
    expect(codesOf(await check(probe(async () => provider).targets))).toEqual(expected);
  });

  test.each([
    ['NoSuchEntityException', 404, `PROVIDER_MISSING | ${PROVIDER_ARN} | https://api.4minds.ai`],
    ['AccessDenied', 403, `VERIFIER_NOT_ALLOWED | iam:GetOpenIDConnectProvider | ${PROVIDER_ARN}`],
  ])('that can not be read for %s', async (name, status, expected) => {
    expect(codesOf(await check(probe(failing(name, status)).targets))).toEqual([expected]);
  });

  test('is asked for only where there is one', () => {
    expect(providerProbe(contextOf({}), {} as TrustReader).targets).toEqual([]);
  });
});
