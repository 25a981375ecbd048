import type { CodeEntry } from './code';

/** Codes of getting in through Amazon Cognito: the sign-in, the identity, the credentials. */
export const COGNITO_CODES = {
  COGNITO_SECRET_UNREADABLE: {
    status: 'fail',
    message: 'The verifier cannot read the secret {secret}: {reason}',
    fix: "Allow the verifier's role secretsmanager:GetSecretValue on it, and kms:Decrypt on its key; if it is empty, deploy the connection again.",
    retryable: true,
  },
  COGNITO_PASSWORD_CHANGE_NEEDED: {
    status: 'fail',
    message: 'The Cognito user must change its password first (FORCE_CHANGE_PASSWORD)',
    fix: 'Set a permanent password for the user with admin-set-user-password --permanent, or set replacePassword: true.',
    retryable: false,
  },
  COGNITO_PASSWORD_RESET_NEEDED: {
    status: 'fail',
    message: 'The password of the Cognito user was reset, or its temporary password has expired',
    fix: 'Set a permanent password for the user with admin-set-user-password --permanent, or set replacePassword: true.',
    retryable: false,
  },
  COGNITO_MFA_ASKED: {
    status: 'fail',
    message: 'Cognito asks for a second factor ({challenge}), which nobody is there to give',
    fix: 'Set the MFA of the user pool to optional or off, and turn it off for this user with admin-set-user-mfa-preference.',
    retryable: false,
  },
  COGNITO_CHALLENGE_ASKED: {
    status: 'fail',
    message: 'Cognito answers the password with the challenge {challenge}, which the platform does not answer',
    fix: 'Allow ALLOW_USER_PASSWORD_AUTH for the app client, and remove what adds the challenge: device tracking, a Lambda trigger of custom authentication.',
    retryable: false,
  },
  COGNITO_NOT_AUTHORIZED: {
    status: 'fail',
    message: 'Cognito refuses the sign-in (NotAuthorizedException): {reason}',
    fix: 'Check the user name and the password, and that the app client allows ALLOW_USER_PASSWORD_AUTH.',
    retryable: false,
  },
  COGNITO_WRONG_PASSWORD: {
    status: 'fail',
    message: "The password that the secret holds is not the password of '{username}'",
    fix: 'Deploy with another passwordVersion, or put the right password into the secret.',
    retryable: false,
  },
  COGNITO_USER_NOT_FOUND: {
    status: 'fail',
    message: "The user pool {pool} has no user '{username}'",
    fix: 'Correct the username; if the user was deleted, deploy the connection with another passwordVersion to make it again.',
    retryable: false,
  },
  COGNITO_USER_DISABLED: {
    status: 'fail',
    message: "The Cognito user '{username}' is disabled",
    fix: 'Enable it with admin-enable-user.',
    retryable: false,
  },
  COGNITO_USER_NOT_CONFIRMED: {
    status: 'fail',
    message: "The Cognito user '{username}' is not confirmed",
    fix: 'Confirm it with admin-confirm-sign-up.',
    retryable: false,
  },
  COGNITO_LOCKED_OUT: {
    status: 'fail',
    message: "Cognito has locked out '{username}' for a while, because of wrong passwords",
    fix: 'Correct the password at whoever uses an old one, and wait up to 15 minutes.',
    retryable: true,
  },
  COGNITO_FLOW_NOT_ENABLED: {
    status: 'fail',
    message: 'The app client {client} does not allow signing in by password',
    fix: 'Add ALLOW_USER_PASSWORD_AUTH to the authentication flows of the app client.',
    retryable: false,
  },
  COGNITO_CLIENT_SECRET: {
    status: 'fail',
    message: 'The app client secret does not fit: {reason}',
    fix: 'Deploy again so that the secret is copied anew; set appClientSecret: true for a client that has one, false for one that has none.',
    retryable: false,
  },
  COGNITO_CLIENT_NOT_FOUND: {
    status: 'fail',
    message: 'There is no app client {client} in region {region}: {reason}',
    fix: 'Check the App Client ID, and that the region is that of the user pool; deploy the connection again if the client was deleted.',
    retryable: false,
  },
  COGNITO_BLOCKED: {
    status: 'fail',
    message: 'The user pool blocks the sign-in: {reason}',
    fix: 'Set threat protection to audit only, and check the Lambda triggers and the web ACL of the user pool.',
    retryable: false,
  },
  COGNITO_IDENTITY_POOL_NOT_FOUND: {
    status: 'fail',
    message: 'There is no identity pool {pool} in region {region}: {reason}',
    fix: 'Check the Identity Pool ID, and that the region is that of both pools; deploy the connection again if the pool was deleted.',
    retryable: false,
  },
  COGNITO_CLIENT_NOT_TRUSTED: {
    status: 'fail',
    message: 'The identity pool does not take tokens of this app client: {reason}',
    fix: 'Add the user pool and the app client to the authentication providers of the identity pool.',
    retryable: false,
  },
  COGNITO_NO_ROLE: {
    status: 'fail',
    message: 'The identity pool gives no credentials: {reason}',
    fix: "Attach the role to the identity pool as its authenticated role, and let the role's trust policy name the identity pool (trust.policy of the document).",
    retryable: true,
  },
  COGNITO_OTHER_ROLE: {
    status: 'fail',
    message: 'The identity pool gives credentials of another role: {role}',
    fix: 'Attach the role of the connection to the identity pool as its authenticated role, and remove role mappings that choose another.',
    retryable: false,
  },
  COGNITO_WRONG_PASSWORD_ADMITTED: {
    status: 'fail',
    message: 'A sign-in with a wrong password was not refused',
    fix: 'Look at the Lambda triggers of the user pool: one of them lets in whoever comes.',
    retryable: false,
  },
  COGNITO_UNAUTHENTICATED_ADMITTED: {
    status: 'fail',
    message: 'The identity pool gives {what} to anybody who knows its ID',
    fix: 'Turn off unauthenticated access of the identity pool.',
    retryable: false,
  },
  COGNITO_OTHER_CLIENT_ADMITTED: {
    status: 'fail',
    message: 'The identity pool also takes tokens of {others}',
    fix: "Remove them from the authentication providers of the identity pool, or give them a pool of their own: they get the platform's role.",
    retryable: false,
  },
  COGNITO_CLASSIC_FLOW: {
    status: 'warn',
    message: 'The identity pool allows the classic flow, in which the caller chooses the role',
    fix: 'Turn off the classic (basic) flow of the identity pool.',
    retryable: false,
  },
} as const satisfies Record<string, CodeEntry>;
