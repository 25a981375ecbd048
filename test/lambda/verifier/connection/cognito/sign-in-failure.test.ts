import { failureOf } from '../../../../../lambda/aws/failure';
import { findingOfChallenge, findingOfIdentityFailure, findingOfSignInFailure, isWrongLogin } from '../../../../../lambda/verifier/connection/cognito/sign-in-failure';
import type { Cognito } from '../../../../../src/document/connection-document-v1';

const cognito: Cognito = {
  userPoolId: 'us-east-1_pool', userPoolProvider: 'provider', appClientId: 'client', identityPoolId: 'us-east-1:pool', username: 'service', passwordSecretArn: 'arn:secret',
};
const failure = (name: string, message: string) => failureOf(Object.assign(new Error(message), { name, $metadata: { httpStatusCode: 400 } }));

test.each([
  ['NEW_PASSWORD_REQUIRED', 'COGNITO_PASSWORD_CHANGE_NEEDED'],
  ['MFA_SETUP', 'COGNITO_MFA_ASKED'],
  ['SMS_MFA', 'COGNITO_MFA_ASKED'],
  ['SOFTWARE_TOKEN_MFA', 'COGNITO_MFA_ASKED'],
  ['EMAIL_OTP', 'COGNITO_MFA_ASKED'],
  ['PASSWORD_VERIFIER', 'COGNITO_CHALLENGE_ASKED'],
  ['CUSTOM_CHALLENGE', 'COGNITO_CHALLENGE_ASKED'],
  ['DEVICE_SRP_AUTH', 'COGNITO_CHALLENGE_ASKED'],
])('the challenge %s: %s', (challenge, code) => {
  expect(findingOfChallenge(challenge).code).toBe(code);
});

/** What Cognito answers, in its own words where they decide. */
test.each<[string, string, string | undefined]>([
  ['NotAuthorizedException', 'User is disabled.', 'COGNITO_USER_DISABLED'],
  ['NotAuthorizedException', 'Password attempts exceeded', 'COGNITO_LOCKED_OUT'],
  ['NotAuthorizedException', 'Unable to verify secret hash for client client', 'COGNITO_CLIENT_SECRET'],
  ['NotAuthorizedException', 'Client client is configured with secret but SECRET_HASH was not received', 'COGNITO_CLIENT_SECRET'],
  ['NotAuthorizedException', 'Temporary password has expired and must be reset by an administrator.', 'COGNITO_PASSWORD_RESET_NEEDED'],
  ['NotAuthorizedException', 'Unable to login because of security reasons.', 'COGNITO_BLOCKED'],
  ['NotAuthorizedException', 'Incorrect username or password.', 'COGNITO_NOT_AUTHORIZED'],
  ['InvalidParameterException', 'USER_PASSWORD_AUTH flow not enabled for this client', 'COGNITO_FLOW_NOT_ENABLED'],
  ['InvalidParameterException', 'App client client is not configured for secret but secret hash was received', 'COGNITO_CLIENT_SECRET'],
  ['InvalidParameterException', 'something else', undefined],
  ['UserNotFoundException', 'User does not exist.', 'COGNITO_USER_NOT_FOUND'],
  ['UserNotConfirmedException', 'User is not confirmed.', 'COGNITO_USER_NOT_CONFIRMED'],
  ['PasswordResetRequiredException', 'Password reset required for the user', 'COGNITO_PASSWORD_RESET_NEEDED'],
  ['ResourceNotFoundException', 'User pool client client does not exist.', 'COGNITO_CLIENT_NOT_FOUND'],
  ['UserLambdaValidationException', 'PreAuthentication failed with error no.', 'COGNITO_BLOCKED'],
  ['ForbiddenException', 'Request not allowed due to WAF block.', 'COGNITO_BLOCKED'],
  ['InternalErrorException', 'Something went wrong', undefined],
])('a sign-in refused with %s: %s', (name, message, code) => {
  expect(findingOfSignInFailure(failure(name, message), cognito, 'us-east-1')?.code).toBe(code);
});

test.each<[string, string, string | undefined]>([
  ['ResourceNotFoundException', "IdentityPool 'us-east-1:pool' not found.", 'COGNITO_IDENTITY_POOL_NOT_FOUND'],
  ['InvalidIdentityPoolConfigurationException', 'Invalid identity pool configuration. Check assigned IAM roles for this pool.', 'COGNITO_NO_ROLE'],
  ['NotAuthorizedException', 'Token is not from a supported provider of this identity pool.', 'COGNITO_CLIENT_NOT_TRUSTED'],
  ['NotAuthorizedException', "Invalid login token. Issuer doesn't match providerName", 'COGNITO_CLIENT_NOT_TRUSTED'],
  ['NotAuthorizedException', "Access to Identity 'us-east-1:id' is forbidden.", 'COGNITO_NO_ROLE'],
  ['TooManyRequestsException', 'Rate exceeded', undefined],
])('an identity pool that refuses with %s: %s', (name, message, code) => {
  expect(findingOfIdentityFailure(failure(name, message), cognito, 'us-east-1')?.code).toBe(code);
});

test('only the words of a wrong user name or password are asked about further', () => {
  expect(['Incorrect username or password.', 'User is disabled.'].map((message) => isWrongLogin(failure('NotAuthorizedException', message)))).toEqual([true, false]);
});
