import { requireTestRequest } from '../../../src/access/sagemaker/sagemaker-test-request';

const NO_TYPE = 'is no MIME type. Give one such as application/json.';

test.each(['a', 'a b', '!~', 'x'.repeat(1024), 'text/csv; label_size=0'])('takes the type %s', (type) => {
  expect(() => requireTestRequest('testRequest', { body: 'x'.repeat(2048), contentType: type, accept: type })).not.toThrow();
});

test.each(['', ' ', ' a', 'a ', 'a\n', 'a\tb', '\u00e9', 'x'.repeat(1025)])('refuses the type %j', (type) => {
  expect(() => requireTestRequest('testRequest', { body: '1', contentType: type })).toThrow(new Error(`testRequest.contentType '${type}' ${NO_TYPE}`));
  expect(() => requireTestRequest('testRequest', { body: '1', accept: type })).toThrow(new Error(`testRequest.accept '${type}' ${NO_TYPE}`));
});
