import { platformStatement, policy, verifierStatement, webIdentity } from './policies';
import { comparePolicies } from '../../../../lambda/verifier/trust/compare-policies';
import { decodePolicy, parsePolicy } from '../../../../lambda/verifier/trust/policy';

const compare = (expected: object, actual: object) => comparePolicies(parsePolicy(expected), parsePolicy(actual));

describe('two policies say the same', () => {
  test.each<[string, object, object]>([
    ['to the letter', policy(webIdentity()), policy(webIdentity())],
    ['with another Sid', policy(webIdentity()), policy(webIdentity({ Sid: undefined }))],
    ['in another order', policy(webIdentity(), verifierStatement()), policy(verifierStatement(), webIdentity())],
    ['with one value as a list', policy(webIdentity()), policy(webIdentity({ Action: ['sts:AssumeRoleWithWebIdentity'] }))],
    ['with one statement that is no list', policy(webIdentity()), { Statement: webIdentity() }],
    ['with actions and keys in another case', policy(webIdentity()), policy(webIdentity({
      Action: 'STS:assumeRoleWithWebIdentity',
      Condition: { StringEquals: { 'API.4minds.ai:SUB': ['workspace:acme'], 'api.4minds.ai:aud': 'sts.amazonaws.com' } },
    }))],
    ['with an account by its number', policy(platformStatement()), policy(platformStatement({ Principal: { AWS: '808540602285' } }))],
  ])('%s', (_name, expected, actual) => {
    expect(compare(expected, actual)).toEqual({ differences: [], extra: [] });
  });
});

describe('what differs is named', () => {
  test.each<[string, object, object, string[]]>([
    ['another subject', policy(webIdentity()), policy(webIdentity({ Condition: { StringEquals: { 'api.4minds.ai:aud': 'sts.amazonaws.com', 'api.4minds.ai:sub': 'workspace:evil' } } })), [
      "statement 'AllowSubjects': Condition StringEquals api.4minds.ai:sub is workspace:evil, must be workspace:acme",
    ]],
    ['no subject', policy(webIdentity()), policy(webIdentity({ Condition: { StringEquals: { 'api.4minds.ai:aud': 'sts.amazonaws.com' } } })), [
      "statement 'AllowSubjects': Condition StringEquals api.4minds.ai:sub is nothing, must be workspace:acme",
    ]],
    ['a weaker operator', policy(platformStatement()), policy(platformStatement({ Condition: { StringLike: { 'sts:ExternalId': 'airia-4711' } } })), [
      "statement 'AllowPlatform': Condition StringEquals sts:externalid is nothing, must be airia-4711",
      "statement 'AllowPlatform': Condition StringLike sts:externalid is airia-4711, must be nothing",
    ]],
    ['a missing statement', policy(webIdentity(), verifierStatement()), policy(webIdentity()), ["statement 'AllowVerifier' is missing"]],
    ['a value in another case', policy(webIdentity()), policy(webIdentity({ Principal: { Federated: 'arn:aws:iam::123456789012:oidc-provider/API.4minds.ai' } })), [
      "statement 'AllowSubjects': Principal is Federated arn:aws:iam::123456789012:oidc-provider/API.4minds.ai, must be Federated arn:aws:iam::123456789012:oidc-provider/api.4minds.ai",
    ]],
  ])('%s', (_name, expected, actual, differences) => {
    expect(compare(expected, actual).differences).toEqual(differences);
  });

  test('a statement too many', () => {
    expect(compare(policy(webIdentity()), policy(webIdentity(), verifierStatement())).extra).toMatchObject([{ sid: 'AllowVerifier' }]);
  });
});

test('IAM gives back a policy in URL encoding', () => {
  expect(decodePolicy(encodeURIComponent(JSON.stringify(policy(webIdentity()))))).toEqual(policy(webIdentity()));
  expect(decodePolicy(JSON.stringify(policy(webIdentity({ Sid: '100%' }))))).toEqual(policy(webIdentity({ Sid: '100%' })));
});
