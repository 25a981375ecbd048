import { failureOf } from '../../../../lambda/aws/failure';
import { findingOfEntryFailure } from '../../../../lambda/verifier/connection/entry-failure';
import { entryOf, type Entry } from '../../../../lambda/verifier/connection/session';
import { createStsClient, stsRegion } from '../../../../lambda/verifier/connection/sts-client';
import type { ConnectionDocumentV1 } from '../../../../src/document/connection-document-v1';
import { CROSS_ACCOUNT_TRUST, OIDC_TRUST } from '../trust/policies';

type Method = ConnectionDocumentV1['method'];

test.each<[Method, boolean, boolean, Entry]>([
  ['oidc-federation', true, true, 'web-identity'],
  ['oidc-federation', true, false, 'web-identity'],
  ['oidc-federation', false, true, 'assume-role'],
  ['oidc-federation', false, false, 'token-needed'],
  ['cross-account-role', false, true, 'assume-role'],
  ['cross-account-role', true, true, 'assume-role'],
  ['cross-account-role', false, false, 'verifier-not-trusted'],
  ['cognito', false, true, 'unsupported'],
])('%s, token %s, verifier trusted %s: %s', (method, hasToken, trusted, entry) => {
  const trust = { ...(method === 'oidc-federation' ? OIDC_TRUST : CROSS_ACCOUNT_TRUST), verifier: trusted ? 'arn:aws:iam::123456789012:role/verifier' : undefined };
  expect(entryOf({ method, trust: trust as ConnectionDocumentV1['trust'] }, hasToken)).toBe(entry);
});

const document = { region: 'eu-west-1', trust: OIDC_TRUST, sts: { endpoint: 'https://sts.eu-west-1.amazonaws.com', sessionSeconds: 3_600 } } as unknown as ConnectionDocumentV1;

/** What STS answers, in its own words where they decide. */
test.each<[string, string, number, boolean, string | undefined]>([
  ['AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity', 403, true, 'ROLE_FEDERATION_DENIED'],
  ['InvalidIdentityToken', 'No OpenIDConnect provider found in your account for https://api.4minds.ai', 400, true, 'ROLE_FEDERATION_NO_PROVIDER'],
  ['InvalidIdentityToken', 'Incorrect token audience', 400, true, 'ROLE_FEDERATION_AUDIENCE'],
  ['InvalidIdentityToken', "Couldn't retrieve verification key from your identity provider, please reference AssumeRoleWithWebIdentity documentation", 400, true, 'ROLE_FEDERATION_ISSUER_UNREACHABLE'],
  ['IDPCommunicationError', 'The request to the IdP timed out', 400, true, 'ROLE_FEDERATION_ISSUER_UNREACHABLE'],
  ['InvalidIdentityToken', 'The ID Token provided is not a valid JWT', 400, true, 'ROLE_FEDERATION_TOKEN_INVALID'],
  ['IDPRejectedClaim', 'Invalid token', 403, true, 'ROLE_FEDERATION_TOKEN_INVALID'],
  ['ExpiredTokenException', 'Token must be issued within the last 24 hours', 400, true, 'ROLE_FEDERATION_TOKEN_EXPIRED'],
  ['RegionDisabledException', 'STS is not activated in this region', 403, true, 'REGION_DISABLED'],
  ['RegionDisabledException', 'STS is not activated in this region', 403, false, 'REGION_DISABLED'],
  ['AccessDenied', 'User: x is not authorized to perform: sts:AssumeRole on resource: y', 403, false, 'ASSUME_ROLE_DENIED'],
  ['ValidationError', 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.', 400, true, 'SESSION_TOO_LONG'],
  ['ValidationError', 'something else', 400, true, undefined],
])('%s: %s', (name, message, httpStatusCode, withToken, code) => {
  const failure = failureOf(Object.assign(new Error(message), { name, $metadata: { httpStatusCode } }));
  expect(findingOfEntryFailure(failure, document, withToken)?.code).toBe(code);
});

describe('the STS endpoint', () => {
  test.each([
    ['https://sts.eu-west-1.amazonaws.com', 'eu-west-1'],
    ['https://sts.us-gov-west-1.amazonaws.com', 'us-gov-west-1'],
    ['https://sts.cn-north-1.amazonaws.com.cn', 'cn-north-1'],
    ['https://sts-fips.us-east-2.amazonaws.com', 'us-east-2'],
    ['https://sts.amazonaws.com', 'ap-southeast-1'],
    ['https://vpce-0a.sts.example', 'ap-southeast-1'],
  ])('%s is signed for %s', (endpoint, region) => {
    expect(stsRegion({ region: 'ap-southeast-1', sts: { endpoint, sessionSeconds: 3_600 } })).toBe(region);
  });

  test("is the document's unless the environment says otherwise", async () => {
    const host = async (environment: NodeJS.ProcessEnv) => (await createStsClient(document, environment).config.endpoint?.())?.hostname;
    expect(await host({})).toBe('sts.eu-west-1.amazonaws.com');
    expect(await host({ AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:1' })).not.toBe('sts.eu-west-1.amazonaws.com');
  });
});
