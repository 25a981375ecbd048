import { failureOf } from '../../../lambda/aws/failure';
import { keyRefusalOf } from '../../../lambda/aws/key-refusal';

const refusal = (name: string, message: string, httpStatusCode: number) =>
  keyRefusalOf(failureOf(Object.assign(new Error(message), { name, $metadata: { httpStatusCode } })));

test.each<[string, string, string, ReturnType<typeof keyRefusalOf>]>([
  ['an expired key', 'AccessDeniedException', 'Bearer Token has expired', 'expired'],
  ['an expired session behind a key', 'ExpiredTokenException', 'The security token included in the request is expired', 'expired'],
  ['a key that does not exist', 'AccessDeniedException', 'Authentication failed: Please make sure your API Key is valid.', 'not-valid'],
  ['an unknown client', 'UnrecognizedClientException', 'The security token included in the request is invalid.', 'not-valid'],
  ['the right to use the kind of key', 'AccessDeniedException', 'User: arn:aws:iam::123456789012:user/u is not authorized to perform: bedrock:CallWithBearerToken on resource: * because no identity-based policy allows it', 'not-allowed'],
  ['another right, which is no refusal of the key', 'AccessDeniedException', 'User: arn:aws:iam::123456789012:user/u is not authorized to perform: bedrock:InvokeModel on resource: arn', undefined],
  ['a model that is not there', 'ResourceNotFoundException', 'Bearer Token has expired', undefined],
])('%s', (_, name, message, expected) => {
  expect(refusal(name, message, name === 'ResourceNotFoundException' ? 404 : 403)).toBe(expected);
});
