import type { Trust } from '../../../../src/document/connection-document-v1';

export const ISSUER = 'https://api.4minds.ai';
export const PROVIDER_ARN = 'arn:aws:iam::123456789012:oidc-provider/api.4minds.ai';
export const VERIFIER_ARN = 'arn:aws:iam::123456789012:role/verifier';
export const EXTERNAL_ID = 'airia-4711';

export const policy = (...statements: readonly object[]): { Version: string; Statement: readonly object[] } => ({ Version: '2012-10-17', Statement: statements });

export const webIdentity = (overrides: object = {}): object => ({
  Sid: 'AllowSubjects',
  Effect: 'Allow',
  Principal: { Federated: PROVIDER_ARN },
  Action: 'sts:AssumeRoleWithWebIdentity',
  Condition: { StringEquals: { 'api.4minds.ai:aud': 'sts.amazonaws.com', 'api.4minds.ai:sub': 'workspace:acme' } },
  ...overrides,
});

export const platformStatement = (overrides: object = {}): object => ({
  Sid: 'AllowPlatform',
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::808540602285:root' },
  Action: 'sts:AssumeRole',
  Condition: { StringEquals: { 'sts:ExternalId': EXTERNAL_ID } },
  ...overrides,
});

export const verifierStatement = (overrides: object = {}): object => ({
  Sid: 'AllowVerifier', Effect: 'Allow', Principal: { AWS: VERIFIER_ARN }, Action: 'sts:AssumeRole', ...overrides,
});

export const OIDC_TRUST: Trust = {
  actions: ['sts:AssumeRoleWithWebIdentity'],
  issuer: ISSUER,
  providerArn: PROVIDER_ARN,
  audiences: ['sts.amazonaws.com'],
  subjects: ['workspace:acme'],
  verifier: VERIFIER_ARN,
};

export const CROSS_ACCOUNT_TRUST: Trust = {
  actions: ['sts:AssumeRole'],
  principals: ['arn:aws:iam::808540602285:root'],
  externalId: EXTERNAL_ID,
  verifier: VERIFIER_ARN,
};
