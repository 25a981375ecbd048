import {
  DescribeSecretCommand, GetSecretValueCommand, PutSecretValueCommand, type SecretsManagerClient, UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { type ApiKey, parseApiKey } from './api-key';
import { failureOf } from '../../aws/failure';
import type { Redactor } from '../../log/redactor';

export type Stage = 'AWSCURRENT' | 'AWSPENDING' | 'AWSPREVIOUS';

/** The versions of the secret that holds the key. */
export interface KeyVersions {
  /** Nothing when the version or stage is not there or holds no key. */
  readonly read: (which: { readonly version: string } | { readonly stage: Stage }) => Promise<ApiKey | undefined>;
  /** Keeps a new key as the pending one. @returns false when the version has a value already */
  readonly putPending: (version: string, key: ApiKey) => Promise<boolean>;
  /** Makes the version the current one, and the current one the previous. */
  readonly promote: (version: string) => Promise<void>;
  /** Makes the previous version the current one again, and the current one the previous. */
  readonly restorePrevious: () => Promise<void>;
  /** Takes the label AWSPENDING from the version, if it has it. */
  readonly withdraw: (version: string) => Promise<void>;
}

/** @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html#term_version */
export function createKeyVersions(secrets: SecretsManagerClient, SecretId: string, redactor: Redactor): KeyVersions {
  const holderOf = async (stage: Stage): Promise<string | undefined> => {
    const { VersionIdsToStages: stages = {} } = await secrets.send(new DescribeSecretCommand({ SecretId }));
    return Object.keys(stages).find((each) => stages[each].includes(stage));
  };
  const withdraw = async (version: string): Promise<void> => {
    if (await holderOf('AWSPENDING') !== version) return;
    await secrets.send(new UpdateSecretVersionStageCommand({ SecretId, VersionStage: 'AWSPENDING', RemoveFromVersionId: version }));
  };
  const promote = async (version: string): Promise<void> => {
    const current = await holderOf('AWSCURRENT');
    if (current !== version) {
      const from = current === undefined ? {} : { RemoveFromVersionId: current };
      await secrets.send(new UpdateSecretVersionStageCommand({ SecretId, VersionStage: 'AWSCURRENT', MoveToVersionId: version, ...from }));
    }
    await withdraw(version);
  };
  return {
    read: async (which) => {
      const input = 'version' in which ? { VersionId: which.version } : { VersionStage: which.stage };
      try {
        const key = parseApiKey((await secrets.send(new GetSecretValueCommand({ SecretId, ...input }))).SecretString);
        redactor.add(key?.apiKey);
        return key;
      } catch (error) {
        // Also of a version that Secrets Manager has prepared for a rotation and nobody has filled yet.
        if (failureOf(error).name === 'ResourceNotFoundException') return undefined;
        throw error;
      }
    },
    putPending: async (version, key) => {
      const input = { SecretId, ClientRequestToken: version, SecretString: JSON.stringify(key), VersionStages: ['AWSPENDING'] };
      try {
        await secrets.send(new PutSecretValueCommand(input));
        return true;
      } catch (error) {
        if (failureOf(error).name === 'ResourceExistsException') return false;
        throw error;
      }
    },
    promote,
    restorePrevious: async () => {
      const previous = await holderOf('AWSPREVIOUS');
      if (previous !== undefined) await promote(previous);
    },
    withdraw,
  };
}
