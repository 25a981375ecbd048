import { GetOpenIDConnectProviderCommand, GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { decodePolicy, parsePolicy, type Statement } from './policy';
import type { ConnectionContext } from '../connection/context';

export interface ProviderInForce {
  readonly url: string;
  readonly audiences: readonly string[];
}

/** Reads what IAM has in force, each thing once, however many probes ask for it. */
export interface TrustReader {
  readonly policy: () => Promise<readonly Statement[]>;
  readonly provider: (arn: string) => Promise<ProviderInForce>;
  readonly close: () => void;
}

export function createTrustReader({ document, calls }: ConnectionContext): TrustReader {
  const client = new IAMClient({ region: document.region });
  let policy: Promise<readonly Statement[]> | undefined;

  const readPolicy = async (): Promise<readonly Statement[]> => {
    const { Role } = await calls.mustWork((abortSignal) => client.send(new GetRoleCommand({ RoleName: document.principal.name }), { abortSignal }));
    return parsePolicy(decodePolicy(Role?.AssumeRolePolicyDocument ?? ''));
  };

  return {
    policy: async () => (policy ??= readPolicy()),
    provider: async (arn) => {
      const { Url = '', ClientIDList = [] } = await calls.mustWork((abortSignal) => client.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn }), { abortSignal }));
      return { url: Url, audiences: ClientIDList };
    },
    close: () => client.destroy(),
  };
}
