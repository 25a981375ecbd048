import type { AccessContribution } from '../../access/access-contribution';
import { grantsOf } from '../../access/permission-table';
import { ConnectionMethod } from '../../platform/connection-method';
import type { Grant } from '../../policy/grant';
import { invalid } from '../../validation/invalid';
import type { IConnection } from '../i-connection';
import { type BearerTokenType, KEY_PERMISSIONS, KEY_RESOURCES } from './key-permissions';

/** The grant that goes with every key of the kind. */
export function keyGrants(type: BearerTokenType): readonly Grant[] {
  return grantsOf(KEY_PERMISSIONS, [{
    on: 'apiKey',
    resource: '*',
    unit: 'the API key',
    conditions: { StringEquals: { 'bedrock:BearerTokenType': type } },
    wildcardReason: 'AWS grants bedrock:CallWithBearerToken on * only; the condition names the kind of key',
  }]);
}

/** An access to Bedrock, with the right to make its calls by API key before its own rights. */
export function withApiKey(contribution: AccessContribution, type: BearerTokenType): AccessContribution {
  const { grants: [own, ...others], permissions, resources } = contribution;
  return {
    ...contribution,
    grants: [{ ...own, grants: [...keyGrants(type), ...own.grants] }, ...others],
    permissions: [...KEY_PERMISSIONS, ...permissions],
    resources: { ...KEY_RESOURCES, ...resources },
  };
}

/** Refuses short-term keys where there is no session to make them of. */
export function requireSessions({ method }: IConnection): void {
  if (method !== ConnectionMethod.BEDROCK_API_KEY) return;
  throw invalid('shortTermKeys', 'true', 'is given for a connection by long-term API key, which has no role and no sessions', 'Leave it out, or use a connection through a role');
}
