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
    ['another effect', policy(webIdentity()), policy(webIdentity({ Effect: 'Deny' })), ["statement 'AllowSubjects': Effect is Deny, must be Allow"]],
    ['another action', policy(webIdentity()), policy(webIdentity({ Action: ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession'] })), [
      "statement 'AllowSubjects': Action is sts:assumerolewithwebidentity, sts:tagsession, must be sts:assumerolewithwebidentity",
    ]],
    ['all actions but one', policy(webIdentity()), policy(webIdentity({ Action: undefined, NotAction: 'S3:*' })), [
      "statement 'AllowSubjects': Action is nothing, must be sts:assumerolewithwebidentity", "statement 'AllowSubjects': NotAction is s3:*, must be nothing",
    ]],
    ['everyone but one', policy(webIdentity()), policy(webIdentity({ NotPrincipal: { AWS: '999999999999' } })), ["statement 'AllowSubjects': NotPrincipal is given, must be nothing"]],
    ['one where everyone but one was meant', policy(webIdentity({ NotPrincipal: { AWS: '999999999999' } })), policy(webIdentity()), ["statement 'AllowSubjects': NotPrincipal is nothing, must be given"]],
    ['a statement without a Sid', policy(webIdentity({ Sid: undefined })), policy(), ['the statement for Federated arn:aws:iam::123456789012:oidc-provider/api.4minds.ai is missing']],
    ['the key of another issuer', policy(webIdentity()), policy(webIdentity({ Condition: { StringEquals: { 'api.4minds.ai:aud': 'sts.amazonaws.com', 'other:sub': 'workspace:acme' } } })), [
      "statement 'AllowSubjects': Condition StringEquals api.4minds.ai:sub is nothing, must be workspace:acme",
      "statement 'AllowSubjects': Condition StringEquals other:sub is workspace:acme, must be nothing",
    ]],
    ['a value in another case', policy(webIdentity()), policy(webIdentity({ Principal: { Federated: 'arn:aws:iam::123456789012:oidc-provider/API.4minds.ai' } })), [
      "statement 'AllowSubjects': Principal is Federated arn:aws:iam::123456789012:oidc-provider/API.4minds.ai, must be Federated arn:aws:iam::123456789012:oidc-provider/api.4minds.ai",
    ]],
  ])('%s', (_name, expected, actual, differences) => {
    expect(compare(expected, actual).differences).toEqual(differences);
  });

  test('the likeliest statement is the one that was changed: by its Sid, else by whom it lets in, else by its actions', () => {
    const wanted = policy(webIdentity());
    const changed = (...statements: object[]) => compare(wanted, policy(...statements)).differences;
    const [SID, PRINCIPAL, ACTION] = [
      webIdentity({ Principal: { Federated: 'other' }, Action: 'sts:TagSession' }), webIdentity({ Sid: 'B', Action: 'sts:TagSession' }), webIdentity({ Sid: 'C', Principal: { Federated: 'other' } }),
    ];
    expect(changed(ACTION, PRINCIPAL, SID)).toEqual(compare(wanted, policy(SID)).differences);
    expect(changed(ACTION, PRINCIPAL)).toEqual(compare(wanted, policy(PRINCIPAL)).differences);
    expect(changed(ACTION)).toEqual(["statement 'AllowSubjects': Principal is Federated other, must be Federated arn:aws:iam::123456789012:oidc-provider/api.4minds.ai"]);
    expect(changed(webIdentity({ Sid: 'D', Principal: { Federated: 'other' }, Action: 'sts:TagSession' }))).toEqual(["statement 'AllowSubjects' is missing"]);
    expect(compare(policy(webIdentity({ Sid: undefined, Action: 'x' })), policy(webIdentity({ Sid: undefined, Action: 'y', Principal: { Federated: 'other' } }))).extra).toHaveLength(1);
  });

  test('a statement that was changed is taken for no other', () => {
    const { differences, extra } = compare(policy(webIdentity(), webIdentity({ Sid: 'B', Action: 'x' })), policy(webIdentity({ Action: 'y' })));
    expect([differences, extra]).toEqual([["statement 'AllowSubjects': Action is y, must be sts:assumerolewithwebidentity", "statement 'B' is missing"], []]);
  });

  test('a statement too many', () => {
    expect(compare(policy(webIdentity()), policy(webIdentity(), verifierStatement())).extra).toMatchObject([{ sid: 'AllowVerifier' }]);
  });
});

test('IAM gives back a policy in URL encoding', () => {
  expect(decodePolicy(encodeURIComponent(JSON.stringify(policy(webIdentity()))))).toEqual(policy(webIdentity()));
  expect(decodePolicy(JSON.stringify(policy(webIdentity({ Sid: '100%' }))))).toEqual(policy(webIdentity({ Sid: '100%' })));
});

test('what is written otherwise is read alike', () => {
  const principals = { AWS: ['b', 'a'], Service: 's' };
  const [one] = parsePolicy(policy({ Effect: 'Allow', Principal: principals, NotAction: 'STS:X', Condition: { B: { k: ['2', '1', '2'] }, A: { k: '1', j: true }, C: 'no object' } }));
  expect(one).toEqual({
    effect: 'Allow',
    actions: [],
    notActions: ['sts:x'],
    principals: [{ type: 'AWS', value: 'a' }, { type: 'AWS', value: 'b' }, { type: 'Service', value: 's' }],
    hasNotPrincipal: false,
    conditions: [{ operator: 'A', key: 'j', values: ['true'] }, { operator: 'A', key: 'k', values: ['1'] }, { operator: 'B', key: 'k', values: ['1', '2'] }],
  });
  expect(parsePolicy({ Statement: [null, 'x', [], {}] })).toEqual([{ effect: 'undefined', actions: [], notActions: [], principals: [], hasNotPrincipal: false, conditions: [] }]);
  for (const none of [null, [], 'x']) expect(() => parsePolicy(none)).toThrow('a policy is a JSON object');
});
