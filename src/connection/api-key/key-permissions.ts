import type { Permission } from '../../access/permission';

/** The two kinds of Bedrock API keys, as IAM tells them apart. */
export type BearerTokenType = 'LONG_TERM' | 'SHORT_TERM';

/** What the permission of an API key is granted on, in the words of the document and the README. */
export const KEY_RESOURCES = {
  apiKey: 'calls with this kind of API key (AWS grants it on `*` only)',
} as const;

/**
 * What makes a principal's other Bedrock permissions usable with an API key.
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys-permissions.html
 */
export const KEY_PERMISSIONS: readonly Permission<keyof typeof KEY_RESOURCES>[] = [
  { sid: 'BedrockCallWithApiKey', action: 'bedrock:CallWithBearerToken', on: 'apiKey', purpose: 'Lets the API key stand in for a signature', required: true, probe: 'connection.credentials' },
];
