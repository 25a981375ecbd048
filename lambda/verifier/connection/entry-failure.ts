import type { ConnectionDocumentV1 } from '../../../src/document/connection-document-v1';
import type { Failure } from '../../aws/failure';
import { found, type Finding } from '../probes/finding';

/**
 * What STS's refusal means, or nothing when it is a failure like any other.
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html#API_AssumeRoleWithWebIdentity_Errors
 */
export function findingOfEntryFailure(failure: Failure, document: ConnectionDocumentV1, withToken: boolean): Finding | undefined {
  const { name, reason, kind } = failure;
  const issuer = document.trust.issuer ?? 'the issuer';
  const audience = document.trust.audiences?.join(' or ') ?? 'its audience';
  if (name === 'RegionDisabledException' || name === 'RegionDisabled') return found('REGION_DISABLED', { region: document.region });
  if (/MaxSessionDuration/.test(reason)) return found('SESSION_TOO_LONG', { seconds: document.sts.sessionSeconds });
  if (!withToken) return kind === 'denied' ? found('ASSUME_ROLE_DENIED', { reason }) : undefined;

  // An expired token and expired credentials have the same name; here no credentials are sent.
  if (kind === 'expired') return found('ROLE_FEDERATION_TOKEN_EXPIRED', {});
  if (name === 'IDPCommunicationError') return found('ROLE_FEDERATION_ISSUER_UNREACHABLE', { reason, issuer });
  if (name === 'IDPRejectedClaim') return found('ROLE_FEDERATION_TOKEN_INVALID', { reason, issuer });
  if (kind === 'denied') return found('ROLE_FEDERATION_DENIED', { reason });
  if (name !== 'InvalidIdentityToken') return undefined;
  if (/No OpenIDConnect provider found/i.test(reason)) return found('ROLE_FEDERATION_NO_PROVIDER', { issuer, audience });
  if (/audience/i.test(reason)) return found('ROLE_FEDERATION_AUDIENCE', { audience });
  if (/retrieve verification key|retrieve.*(configuration|keys)/i.test(reason)) return found('ROLE_FEDERATION_ISSUER_UNREACHABLE', { reason, issuer });
  return found('ROLE_FEDERATION_TOKEN_INVALID', { reason, issuer });
}
