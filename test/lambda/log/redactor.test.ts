import { createLogger, stackOf } from '../../../lambda/log/logger';
import { createRedactor } from '../../../lambda/log/redactor';

const TOKEN = 'eyJoZWFkZXIi.eyJwYXlsb2FkIjoi.c2lnbmF0dXJl';

test('a secret is taken out wherever it stands', () => {
  const redactor = createRedactor();
  redactor.add('very-secret-key', undefined, 'short');
  expect(redactor.value({ 'a': ['x very-secret-key y', 1, null, undefined], 'very-secret-key': { b: true }, 'c': 'short' })).toEqual({
    'a': ['x *** y', 1, null, undefined], '***': { b: true }, 'c': 'short',
  });
});

test('a password of six characters is a secret, what is shorter than any password would blacken other words', () => {
  const redactor = createRedactor();
  redactor.add('123456', '54321');
  expect(redactor.text('123456 54321')).toBe('*** 54321');
});

test('a token is taken out whole and in its parts', () => {
  const redactor = createRedactor();
  redactor.addToken(TOKEN);
  redactor.addToken(undefined);
  expect(redactor.text(`a ${TOKEN} b eyJwYXlsb2FkIjoi c c2lnbmF0dXJl`)).toBe('a *** b *** c ***');
});

test.each([
  ['at the end of a text', 'x very-sec', 'x ***'],
  ['before its mark', 'x very-secret-k...) and more', 'x ***...) and more'],
  ['twice', 'very-secr... very-secret...', '***... ***...'],
  ['after its own beginning', 'very-secret-key very-sec...', '*** ***...'],
  ['after what only begins alike', 'very-secondary very-sec...', 'very-secondary ***...'],
])('what is left of a secret that was cut off is taken out: %s', (_, dirty, clean) => {
  const redactor = createRedactor();
  redactor.add('very-secret-key');
  expect(redactor.text(dirty)).toBe(clean);
});

test('what is too short to be a secret, or goes on otherwise, stays', () => {
  const redactor = createRedactor();
  redactor.add('very-secret-key');
  for (const text of ['x very-se', 'very-se...', 'very-secrecy', 'very-secret keys...']) expect(redactor.text(text)).toBe(text);
});

test('a token that was cut off is taken out from its beginning', () => {
  const redactor = createRedactor();
  redactor.addToken(TOKEN);
  expect(redactor.text(`a ${TOKEN.slice(0, 25)}... b`)).toBe('a ***... b');
  expect(redactor.text(`a ${TOKEN.slice(0, -1)}`)).toBe('a ***');
});

test('the longer of two secrets goes first, so that nothing of it is left', () => {
  const redactor = createRedactor();
  redactor.add('abcdefgh', 'abcdefghijkl');
  expect(redactor.text('abcdefghijkl')).toBe('***');
});

test.each(['very-secret-key', 'pass"word\\with', 'line\nbreak\tand', 'p\u00e4ss\u2028word'])('a log line is one JSON object without the secret %j', (secret) => {
  const redactor = createRedactor();
  redactor.add(secret);
  const lines: string[] = [];
  const logger = createLogger(redactor, (line) => lines.push(line));
  logger.info('a', { key: secret, deep: [{ [secret]: `x ${secret} y` }] });
  logger.warn('b');
  logger.error(`c\nd ${secret}`);
  expect(lines.every((line) => !line.includes('\n'))).toBe(true);
  expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([{ level: 'INFO', message: 'a', key: '***', deep: [{ '***': 'x *** y' }] }, { level: 'WARN', message: 'b' }, { level: 'ERROR', message: 'c\nd ***' }]);
});

test.each<[string, unknown, string | RegExp]>([
  ['an error', new TypeError('x'), /^TypeError: x\n {4}at /],
  ['an error without a stack', { message: 'x' }, 'x'],
  ['a text', 'x', 'x'],
  ['nothing', null, 'null'],
])('%s says where it comes from', (_, error, expected) => {
  expect(stackOf(error)).toEqual(typeof expected === 'string' ? expected : expect.stringMatching(expected));
});
