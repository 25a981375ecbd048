import { createLogger } from '../../../lambda/log/logger';
import { createRedactor } from '../../../lambda/log/redactor';

const TOKEN = 'eyJoZWFkZXIi.eyJwYXlsb2FkIjoi.c2lnbmF0dXJl';

test('a secret is taken out wherever it stands', () => {
  const redactor = createRedactor();
  redactor.add('very-secret-key', undefined, 'short');
  expect(redactor.value({ 'a': ['x very-secret-key y', 1, null, undefined], 'very-secret-key': { b: true }, 'c': 'short' })).toEqual({
    'a': ['x *** y', 1, null, undefined], '***': { b: true }, 'c': 'short',
  });
});

test('a token is taken out whole and in its parts', () => {
  const redactor = createRedactor();
  redactor.addToken(TOKEN);
  redactor.addToken(undefined);
  expect(redactor.text(`a ${TOKEN} b eyJwYXlsb2FkIjoi c c2lnbmF0dXJl`)).toBe('a *** b *** c ***');
});

test('the longer of two secrets goes first, so that nothing of it is left', () => {
  const redactor = createRedactor();
  redactor.add('abcdefgh', 'abcdefghijkl');
  expect(redactor.text('abcdefghijkl')).toBe('***');
});

test('a log line is one JSON object without secrets', () => {
  const redactor = createRedactor();
  redactor.add('very-secret-key');
  const lines: string[] = [];
  const logger = createLogger(redactor, (line) => lines.push(line));
  logger.info('a', { key: 'very-secret-key' });
  logger.warn('b');
  logger.error('c\nd very-secret-key');
  expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([{ level: 'INFO', message: 'a', key: '***' }, { level: 'WARN', message: 'b' }, { level: 'ERROR', message: 'c\nd ***' }]);
});
