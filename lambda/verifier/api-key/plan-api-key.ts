import { EmptySecret, type GivenKey, readKey, secretArnOf } from './key-source';
import { checkLifetime } from './lifetime-probe';
import { otherServices } from './other-services';
import { tryKey } from './try-key';
import { failureOf } from '../../aws/failure';
import type { ConnectionPlan } from '../connection/connection-plan';
import type { ConnectionContext } from '../connection/context';
import { found, type Finding } from '../probes/finding';
import type { Probe } from '../probes/probe';

/** What came of reading the key: an error is put down by the probe that asks. */
type Reading = { readonly key: GivenKey } | { readonly error: unknown };

/** The checks of a connection by API key, and the key for those of Bedrock. */
export function planApiKey(context: ConnectionContext): ConnectionPlan {
  const { document, request } = context;
  const reading: Promise<Reading> = readKey(context).then((key) => ({ key }), (error: unknown) => ({ error }));
  const key = async (): Promise<GivenKey> => {
    const read = await reading;
    if ('error' in read) throw read.error;
    return read.key;
  };
  const trying = key().then((given) => tryKey(given, context));
  // The probes await it too; until they do, a failure is nobody's.
  trying.catch(() => undefined);
  const one = (id: string, expects: Probe['expects'], name: string, check: () => Promise<Finding>): Probe => ({ id, expects, targets: [{ name, check }] });
  const secretArn = secretArnOf(document) ?? 'the secret';
  const credentials = one('connection.credentials', 'allowed', document.principal.arn, async () => {
    const read = await reading;
    return 'error' in read ? findingOfUnread(read.error) : (await trying).finding;
  });
  const fromSecret = request.bearerToken === undefined && request.action === 'test-connection' ? [
    one('api-key.lifetime', 'allowed', secretArn, async () => ('error' in await reading ? found('NO_CREDENTIALS', {}) : checkLifetime(await key(), context))),
  ] : [];
  const elsewhere: Probe = { id: 'api-key.other-services', expects: 'denied', targets: otherServices(context, key) };
  return {
    probes: [credentials, ...fromSecret, ...(request.action === 'import' ? [] : [elsewhere])],
    credentials: Promise.resolve(undefined),
    bearerToken: trying.then(async ({ works }) => (works ? (await key()).token : undefined), () => undefined),
    close: () => undefined,
  };
}

function findingOfUnread(error: unknown): Finding {
  if (error instanceof EmptySecret || error instanceof SyntaxError) return found('API_KEY_SECRET_EMPTY', {});
  const { kind, name, reason } = failureOf(error);
  // A secret without a version is there, and its value is not found.
  if (name === 'ResourceNotFoundException' && /value/.test(reason)) return found('API_KEY_SECRET_EMPTY', {});
  if (kind === 'denied' || name === 'ResourceNotFoundException') return found('API_KEY_SECRET_UNREADABLE', { reason });
  throw error;
}
