import type { Cognito } from '../../../../src/document/connection-document-v1';
import type { Failure } from '../../../aws/failure';
import { found, type Finding } from '../../probes/finding';

const MFA = new Set(['MFA_SETUP', 'SMS_MFA', 'SOFTWARE_TOKEN_MFA', 'EMAIL_OTP', 'SMS_OTP', 'SELECT_MFA_TYPE']);

/** What Cognito wants besides the password. @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html */
export function findingOfChallenge(challenge: string): Finding {
  if (challenge === 'NEW_PASSWORD_REQUIRED') return found('COGNITO_PASSWORD_CHANGE_NEEDED', {});
  return MFA.has(challenge) ? found('COGNITO_MFA_ASKED', { challenge }) : found('COGNITO_CHALLENGE_ASKED', { challenge });
}

/** A refusal that Cognito words alike for a wrong password and for a user who does not exist, if the app client hides which. */
export function isWrongLogin({ name, reason }: Failure): boolean {
  return name === 'NotAuthorizedException' && /incorrect username or password/i.test(reason);
}

/** What the refusal of a sign-in means, told apart by its words where several have one name; nothing when it is a failure like any other. */
export function findingOfSignInFailure({ name, reason }: Failure, cognito: Cognito, region: string): Finding | undefined {
  const { userPoolId, appClientId, username } = cognito;
  switch (name) {
    case 'UserNotFoundException': return found('COGNITO_USER_NOT_FOUND', { pool: userPoolId, username });
    case 'UserNotConfirmedException': return found('COGNITO_USER_NOT_CONFIRMED', { username });
    case 'PasswordResetRequiredException': return found('COGNITO_PASSWORD_RESET_NEEDED', {});
    case 'ResourceNotFoundException': return found('COGNITO_CLIENT_NOT_FOUND', { client: appClientId, region, reason });
    case 'UserLambdaValidationException': case 'UnexpectedLambdaException': case 'InvalidLambdaResponseException': case 'ForbiddenException':
      return found('COGNITO_BLOCKED', { reason });
    case 'InvalidParameterException':
      if (/flow not enabled/i.test(reason)) return found('COGNITO_FLOW_NOT_ENABLED', { client: appClientId });
      return /secret/i.test(reason) ? found('COGNITO_CLIENT_SECRET', { reason }) : undefined;
    case 'NotAuthorizedException': return findingOfNotAuthorized(reason, username, appClientId);
    default: return undefined;
  }
}

function findingOfNotAuthorized(reason: string, username: string, client: string): Finding {
  if (/user is disabled/i.test(reason)) return found('COGNITO_USER_DISABLED', { username });
  if (/secret/i.test(reason)) return found('COGNITO_CLIENT_SECRET', { reason });
  if (/attempts exceeded/i.test(reason)) return found('COGNITO_LOCKED_OUT', { username });
  if (/temporary password has expired/i.test(reason)) return found('COGNITO_PASSWORD_RESET_NEEDED', {});
  if (/security reasons|risk/i.test(reason)) return found('COGNITO_BLOCKED', { reason });
  if (/flow not enabled/i.test(reason)) return found('COGNITO_FLOW_NOT_ENABLED', { client });
  return found('COGNITO_NOT_AUTHORIZED', { reason });
}

/** What the refusal of an identity pool means. @see https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_GetCredentialsForIdentity.html#API_GetCredentialsForIdentity_Errors */
export function findingOfIdentityFailure({ name, reason }: Failure, { identityPoolId }: Cognito, region: string): Finding | undefined {
  if (name === 'ResourceNotFoundException') return found('COGNITO_IDENTITY_POOL_NOT_FOUND', { pool: identityPoolId, region, reason });
  if (name === 'InvalidIdentityPoolConfigurationException') return found('COGNITO_NO_ROLE', { reason });
  if (name !== 'NotAuthorizedException') return undefined;
  return /supported provider|login token|logins don't match|issuer/i.test(reason) ? found('COGNITO_CLIENT_NOT_TRUSTED', { reason }) : found('COGNITO_NO_ROLE', { reason });
}
