import { parseTokenOptions } from '../../cli/bedrock-token/options';
import { makeShortTermKey } from '../../cli/bedrock-token/short-term-key';
import type { Terminal } from '../../cli/command';
import { run } from '../../cli/run';
import { readShortTermKey } from '../../lambda/verifier/api-key/short-term-key';

const ROLE = 'arn:aws:iam::123456789012:role/path/connection';
const parse = (...args: string[]) => parseTokenOptions(['--role-arn', ROLE, ...args], { AWS_REGION: 'us-east-1' });

describe('the options', () => {
  test('have defaults', () => {
    expect(parse()).toEqual({ roleArn: ROLE, region: 'us-east-1', durationSeconds: 3_600, sessionName: 'bedrock-token', json: false });
  });

  test('are all taken', () => {
    expect(parse('--region', 'us-gov-west-1', '--duration-seconds', '43200', '--external-id', 'their-id', '--session-name', 'me', '--json')).toEqual({
      roleArn: ROLE, region: 'us-gov-west-1', durationSeconds: 43_200, externalId: 'their-id', sessionName: 'me', json: true,
    });
    expect(parse('--web-identity-token-file', '/tmp/token')).toMatchObject({ webIdentityTokenFile: '/tmp/token' });
  });

  test('take the region of the other variable', () => {
    expect(parseTokenOptions(['--role-arn', ROLE], { AWS_DEFAULT_REGION: 'eu-west-1' }).region).toBe('eu-west-1');
  });

  test.each<[string[], NodeJS.ProcessEnv, string]>([
    [[], {}, '--role-arn is missing: the role of the connection, as the stack output shows it.'],
    [['--role-arn', 'arn:aws:iam::123456789012:user/me'], {}, "--role-arn 'arn:aws:iam::123456789012:user/me' is not the ARN of a role."],
    [['--role-arn', ROLE], {}, '--region is missing, and neither AWS_REGION nor AWS_DEFAULT_REGION is set: a key works in one region only.'],
    [['--role-arn', ROLE, '--region', 'Ireland'], {}, "--region 'Ireland' is not a region."],
    [['--role-arn', ROLE, '--region', 'eu-west-1', '--duration-seconds', '43201'], {}, "--duration-seconds '43201' is not from 900 to 43200."],
    [['--role-arn', ROLE, '--region', 'eu-west-1', '--duration-seconds', '12h'], {}, "--duration-seconds '12h' is not from 900 to 43200."],
    [['--role-arn', ROLE, '--region', 'eu-west-1', '--external-id', 'a', '--web-identity-token-file', 'b'], {}, 'Give either --external-id or --web-identity-token-file: AWS takes no external ID with a web identity.'],
    [['--role', ROLE], {}, "Unknown option '--role'"],
    [['word'], {}, "Unexpected argument 'word'"],
  ])('%j are refused', (args, environment, message) => {
    expect(() => parseTokenOptions(args, environment)).toThrow(message);
  });
});

describe('a key', () => {
  const credentials = { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'secret', sessionToken: 'token' };
  const now = Math.floor(Date.now() / 1_000) * 1_000;
  const secondsOf = async (session: number, wanted: number) => {
    const key = await makeShortTermKey({ credentials, expiresAt: new Date(now + session * 1_000) }, 'eu-west-1', wanted, now);
    expect(readShortTermKey(key.token)?.region).toBe('eu-west-1');
    expect(Math.abs((readShortTermKey(key.token)?.expiresAt.getTime() ?? 0) - key.expiresAt.getTime())).toBeLessThan(5_000);
    return (key.expiresAt.getTime() - now) / 1_000;
  };

  test.each([[3_600, 3_600, 3_600], [3_599, 3_600, 3_599], [43_200, 43_200, 43_200], [43_200, 900, 900], [1, 3_600, 1]])('of a session of %i s, wanted for %i s, lives %i s', async (session, wanted, expected) => {
    expect(await secondsOf(session, wanted)).toBe(expected);
  });

  test('of a session that is over is none', async () => {
    await expect(secondsOf(0, 3_600)).rejects.toThrow('The session of the role is over already: check the clock of this computer');
  });
});

describe('the command line', () => {
  const invoke = async (...args: string[]) => {
    const written = { out: '', error: '' };
    const terminal: Terminal = { out: (text) => { written.out += text; }, error: (text) => { written.error += text; } };
    return { code: await run(args, terminal), ...written };
  };

  test.each([[['--help'], 0], [['help'], 0], [[], 2]])('%j shows the commands', async (args, code) => {
    expect(await invoke(...args)).toEqual({ code, error: '', out: expect.stringContaining('bedrock-token    prints a short-term Bedrock API key') });
  });

  test('helps with the command', async () => {
    expect(await invoke('bedrock-token', '--help')).toEqual({ code: 0, error: '', out: expect.stringContaining('--web-identity-token-file') });
  });

  test('tells an unknown command and wrong words on standard error', async () => {
    expect(await invoke('bedrock')).toEqual({ code: 2, out: '', error: expect.stringContaining("There is no command 'bedrock'.") });
    expect(await invoke('bedrock-token', '--duration-seconds', '5')).toEqual({ code: 2, out: '', error: expect.stringMatching(/^--role-arn is missing[\s\S]*Usage:/) });
  });
});
