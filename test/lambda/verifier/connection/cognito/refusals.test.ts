import type { SignIn } from '../../../../../lambda/aws/cognito/sign-in';
import { createCalls } from '../../../../../lambda/verifier/calls/calls';
import { startDeadline } from '../../../../../lambda/verifier/calls/deadline';
import { createLimiter } from '../../../../../lambda/verifier/calls/limiter';
import type { Entrance, IdentityPool } from '../../../../../lambda/verifier/connection/cognito/entrance';
import { otherAppClientProbe, unauthenticatedProbe, wrongPasswordProbe } from '../../../../../lambda/verifier/connection/cognito/refusals';
import type { Steps } from '../../../../../lambda/verifier/connection/cognito/steps';
import type { ConnectionContext } from '../../../../../lambda/verifier/connection/context';
import type { Probe } from '../../../../../lambda/verifier/probes/probe';
import { runProbes } from '../../../../../lambda/verifier/probes/run-probes';
import type { Cognito } from '../../../../../src/document/connection-document-v1';
import { failing } from '../../../aws/sdk-error';

const cognito: Cognito = {
  userPoolId: 'us-east-1_pool', userPoolProvider: 'provider', appClientId: 'client', identityPoolId: 'us-east-1:pool', username: 'service', passwordSecretArn: 'arn:secret',
};
const deadline = startDeadline(60_000);
afterAll(() => deadline.clear());
const calls = createCalls({ deadline, limiter: createLimiter(4), callMs: 5_000, propagationMs: 0 });
const context = { calls, document: { region: 'us-east-1', partition: 'aws', account: '123456789012' } } as unknown as ConnectionContext;
const steps = { signIn: Promise.resolve({ finding: { code: 'OK', values: {} }, value: { idToken: 'id', clientSecret: 'of the client' } }) } as unknown as Steps;

const answers = <T>(value: T) => async (): Promise<T> => value;
const REFUSED = failing('NotAuthorizedException', 400, 'Unauthenticated access is not supported for this identity pool.');

/** The codes of the probe, when the checks that prove it have passed. */
async function codes(probe: Probe): Promise<readonly string[]> {
  const proof = (id: string): Probe => ({ id, expects: 'allowed', targets: [{ name: 'x', check: async () => ({ code: 'OK', values: { message: '' } }) }] });
  const checks = await runProbes([proof('connection.sign-in'), proof('connection.identity'), probe], { region: 'us-east-1', callSeconds: 1, onDefect: () => undefined });
  return checks.slice(2).map(({ code }) => code);
}

describe('a wrong password', () => {
  test.each<[string, Entrance['signIn'], string]>([
    ['is refused', failing('NotAuthorizedException', 400, 'Incorrect username or password.'), 'OK'],
    ['is let in', answers<SignIn>({ idToken: 'id', tokens: [] }), 'COGNITO_WRONG_PASSWORD_ADMITTED'],
    ['is asked for more', answers<SignIn>({ challenge: 'CUSTOM_CHALLENGE' }), 'OK'],
    ['meets a user who is locked out', failing('NotAuthorizedException', 400, 'Password attempts exceeded'), 'DENIAL_INCONCLUSIVE'],
    ['meets a firewall', failing('ForbiddenException', 403, 'Request not allowed due to WAF block.'), 'DENIAL_INCONCLUSIVE'],
  ])('%s', async (_, signIn, code) => {
    expect(await codes(wrongPasswordProbe(cognito, { signIn } as Entrance, steps, context))).toEqual([code]);
  });

  test('is another each time, within the policy of the pool, and goes with the secret of the client', async () => {
    const seen: unknown[][] = [];
    const signIn: Entrance['signIn'] = async (...given) => { seen.push(given); return REFUSED(); };
    await codes(wrongPasswordProbe(cognito, { signIn } as Entrance, steps, context));
    await codes(wrongPasswordProbe(cognito, { signIn } as Entrance, steps, context));
    expect(seen.map(([password, clientSecret]) => [password, clientSecret])).toEqual(Array(2).fill([expect.stringMatching(/^Aa1-[0-9a-f]{48}$/), 'of the client']));
    expect(seen[0][0]).not.toBe(seen[1][0]);
  });
});

describe('whoever has not signed in', () => {
  test.each<[string, Entrance['identityId'], Entrance['credentials'], string, object]>([
    ['gets nothing', REFUSED, REFUSED, 'OK', {}],
    ['gets credentials', answers('id'), answers({ accessKeyId: 'a', secretAccessKey: 's', sessionToken: 't' }), 'COGNITO_UNAUTHENTICATED_ADMITTED', { what: 'credentials' }],
    ['gets an identity', answers('id'), REFUSED, 'COGNITO_UNAUTHENTICATED_ADMITTED', { what: 'an identity' }],
  ])('%s', async (_, identityId, credentials, code, values) => {
    const { targets } = unauthenticatedProbe(cognito, { identityId, credentials } as Entrance, context);
    const [{ check }] = targets as readonly { check: () => Promise<unknown> }[];
    expect(await check()).toMatchObject({ code, values });
  });

  test('meets another failure, which proves nothing', async () => {
    const identityId = failing('ResourceNotFoundException', 400, "IdentityPool 'us-east-1:pool' not found.");
    expect(await codes(unauthenticatedProbe(cognito, { identityId } as unknown as Entrance, context))).toEqual(['DENIAL_INCONCLUSIVE']);
  });
});

describe('another app client', () => {
  const OWN: IdentityPool = { clients: [{ provider: 'provider', clientId: 'client' }], otherProviders: [], classic: false };
  test.each<[string, Entrance['identityPool'], string[]]>([
    ['is not let in', answers(OWN), ['OK']],
    ['of the same pool is let in', answers({ ...OWN, clients: [...OWN.clients, { provider: 'provider', clientId: 'other' }] }), ['COGNITO_OTHER_CLIENT_ADMITTED']],
    ['of another pool is let in', answers({ ...OWN, clients: [{ provider: 'other', clientId: 'client' }] }), ['COGNITO_OTHER_CLIENT_ADMITTED']],
    ['comes by another provider', answers({ ...OWN, otherProviders: ['developer.example'] }), ['COGNITO_OTHER_CLIENT_ADMITTED']],
    ['could come by the classic flow', answers({ ...OWN, classic: true }), ['COGNITO_CLASSIC_FLOW']],
    ['is not known of', failing('AccessDeniedException', 400, 'User: x is not authorized'), ['VERIFIER_NOT_ALLOWED']],
    ['can not be asked about', failing('InternalErrorException', 500, 'oops'), ['DENIAL_INCONCLUSIVE']],
  ])('%s', async (_, identityPool, expected) => {
    expect(await codes(otherAppClientProbe(cognito, { identityPool } as Entrance, context))).toEqual(expected);
  });
});
