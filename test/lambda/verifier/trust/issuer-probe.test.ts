import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OIDC_TRUST } from './policies';
import { createCalls } from '../../../../lambda/verifier/calls/calls';
import { startDeadline } from '../../../../lambda/verifier/calls/deadline';
import { createLimiter } from '../../../../lambda/verifier/calls/limiter';
import type { ConnectionContext } from '../../../../lambda/verifier/connection/context';
import { runProbes } from '../../../../lambda/verifier/probes/run-probes';
import { issuerProbe } from '../../../../lambda/verifier/trust/issuer-probe';

// IAM wants issuers with https and without a port, so no emulator can play the issuer's discovery document at its real URL.
let server: Server;
let origin: string;
let answer: (path: string) => { status: number; body: string; location?: string } | undefined;

beforeAll(async () => {
  server = createServer((request, response) => {
    const given = answer(request.url ?? '');
    if (given === undefined) return;
    response.writeHead(given.status, { ...(given.location && { location: given.location }), connection: 'close' });
    response.end(given.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => { server.closeAllConnections(); server.close(); });

async function check(issuer: string) {
  const deadline = startDeadline(5_000);
  const calls = createCalls({ deadline, limiter: createLimiter(1), callMs: 300, propagationMs: 0 });
  const context = { document: { trust: { ...OIDC_TRUST, issuer } }, calls } as unknown as ConnectionContext;
  const checks = await runProbes([issuerProbe(context)], { region: 'r', callSeconds: 1, onDefect: (_probe, error) => { throw error; } });
  deadline.clear();
  return checks[0];
}

test.each<[string, (issuer: string) => ReturnType<typeof answer>, string, string]>([
  ['names itself', (issuer) => ({ status: 200, body: JSON.stringify({ issuer, jwks_uri: `${issuer}/keys` }) }), 'OK', 'pass'],
  ['names itself with a slash', (issuer) => ({ status: 200, body: JSON.stringify({ issuer: `${issuer}/`, jwks_uri: 'x' }) }), 'ISSUER_DIFFERS', 'fail'],
  ['names another', () => ({ status: 200, body: '{"issuer":"https://evil.example","jwks_uri":"x"}' }), 'ISSUER_DIFFERS', 'fail'],
  ['names no keys', (issuer) => ({ status: 200, body: JSON.stringify({ issuer }) }), 'ISSUER_DISCOVERY_MALFORMED', 'warn'],
  ['names nothing', () => ({ status: 200, body: '[]' }), 'ISSUER_DISCOVERY_MALFORMED', 'warn'],
  ['is a web page', () => ({ status: 200, body: '<html>' }), 'ISSUER_DISCOVERY_MALFORMED', 'warn'],
  ['is nothing', () => ({ status: 200, body: 'null' }), 'ISSUER_DISCOVERY_MALFORMED', 'warn'],
  ['is as long as one may be', (issuer) => ({ status: 200, body: JSON.stringify({ issuer, jwks_uri: 'x' }).padEnd(65_536) }), 'OK', 'pass'],
  ['is longer, whatever it names', (issuer) => ({ status: 200, body: JSON.stringify({ issuer, jwks_uri: 'x' }).padEnd(65_537) }), 'ISSUER_DISCOVERY_MALFORMED', 'warn'],
  ['is not there', () => ({ status: 404, body: '' }), 'ISSUER_DISCOVERY_FAILED', 'warn'],
  ['is elsewhere', () => ({ status: 302, body: '', location: 'http://169.254.169.254/' }), 'ISSUER_DISCOVERY_FAILED', 'warn'],
  ['does not come', () => undefined, 'ISSUER_UNREACHABLE', 'skipped'],
])('a discovery document that %s', async (_name, given, code, status) => {
  answer = (path) => (path === '/.well-known/openid-configuration' ? given(origin) : { status: 500, body: '' });
  expect(await check(origin)).toMatchObject({ code, status, target: origin });
});

test('an issuer whose name ends in a slash is asked without it', async () => {
  answer = (path) => ({ status: path === '/.well-known/openid-configuration' ? 200 : 404, body: JSON.stringify({ issuer: `${origin}/`, jwks_uri: 'x' }) });
  expect(await check(`${origin}/`)).toMatchObject({ code: 'OK' });
});

test('an issuer that names another is told which, in brief', async () => {
  answer = () => ({ status: 200, body: JSON.stringify({ issuer: 'x'.repeat(300), jwks_uri: 'x' }) });
  expect((await check(origin)).message).toContain(`'${'x'.repeat(256)}'`);
});

test('an issuer that does not answer in time is skipped with the reason', async () => {
  answer = () => undefined;
  expect((await check(origin)).message).toBe('Not checked: the issuer cannot be reached from the verifier (no answer in time)');
});

test('an issuer that cannot be reached is skipped with the reason', async () => {
  const closed = createServer();
  await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
  const { port } = closed.address() as AddressInfo;
  await new Promise((resolve) => closed.close(resolve));
  expect(await check(`http://127.0.0.1:${port}`)).toMatchObject({ code: 'ISSUER_UNREACHABLE', status: 'skipped', message: 'Not checked: the issuer cannot be reached from the verifier (ECONNREFUSED)' });
  expect(await check('https://issuer.invalid')).toMatchObject({ code: 'ISSUER_UNREACHABLE', status: 'skipped' });
});
