import type { ConnectionContext } from '../connection/context';

/** What IAM says of the key's credential. */
export interface KeyState {
  readonly state: 'active' | 'inactive' | 'expired' | 'deleted';
  readonly expiresAt?: Date;
}

const STATES: Readonly<Record<string, KeyState['state']>> = { Active: 'active', Inactive: 'inactive', Expired: 'expired' };

/** Whether the key was revoked is told by IAM only: to Bedrock it is a key like any that does not exist. */
export async function readKeyState({ document, calls }: Pick<ConnectionContext, 'document' | 'calls'>, credentialId: string): Promise<KeyState> {
  const { IAMClient, ListServiceSpecificCredentialsCommand } = await import('@aws-sdk/client-iam');
  const client = new IAMClient({ region: document.region });
  const input = { UserName: document.principal.name, ServiceName: 'bedrock.amazonaws.com' };
  try {
    const list = async (abortSignal: AbortSignal) => client.send(new ListServiceSpecificCredentialsCommand(input), { abortSignal });
    const { ServiceSpecificCredentials = [] } = await calls.mustWork(list);
    const found = ServiceSpecificCredentials.find(({ ServiceSpecificCredentialId: id }) => id === credentialId);
    if (!found) return { state: 'deleted' };
    const expiresAt = found.ExpirationDate;
    const overdue = expiresAt !== undefined && expiresAt.getTime() <= Date.now();
    return { state: overdue ? 'expired' : STATES[found.Status ?? ''] ?? 'inactive', ...(expiresAt && { expiresAt }) };
  } finally {
    client.destroy();
  }
}
