import { DescribeSecretCommand, GetSecretValueCommand, PutSecretValueCommand, type SecretsManagerClient, UpdateSecretVersionStageCommand } from '@aws-sdk/client-secrets-manager';
import type { Redactor } from '../../log/redactor';

/** The versions of a secret that carry a label: what is in force, and what is about to be. */
export interface Versions {
  readonly current?: string;
  /** Can be the current one as well: the first version of a secret is labelled as current at once. */
  readonly pending?: string;
}

/** A secret in Secrets Manager. @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html#term_version */
export interface KeptSecret {
  readonly versions: () => Promise<Versions>;
  /** The value of a version; nothing when the version is there without one, or not at all. */
  readonly value: (version: string) => Promise<string | undefined>;
  readonly putPending: (version: string, value: string) => Promise<void>;
  /** Makes the pending version the current one. */
  readonly promote: (versions: Versions) => Promise<void>;
  readonly dropPending: (version: string) => Promise<void>;
  /** Writes a value that needs no trial, unless it is there. */
  readonly keep: (value: string) => Promise<void>;
}

export function keptSecret(client: SecretsManagerClient, SecretId: string, redactor: Redactor): KeptSecret {
  const value = async (VersionId?: string): Promise<string | undefined> => {
    try {
      const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId, ...(VersionId !== undefined && { VersionId }) }));
      redactor.add(SecretString);
      return SecretString || undefined;
    } catch (error) {
      if ((error as Error).name === 'ResourceNotFoundException') return undefined;
      throw error;
    }
  };
  const move = async (VersionStage: string, MoveToVersionId: string | undefined, RemoveFromVersionId: string | undefined): Promise<void> => {
    await client.send(new UpdateSecretVersionStageCommand({ SecretId, VersionStage, MoveToVersionId, RemoveFromVersionId }));
  };
  const dropPending = async (version: string): Promise<void> => move('AWSPENDING', undefined, version);
  return {
    versions: async () => {
      const { VersionIdsToStages = {} } = await client.send(new DescribeSecretCommand({ SecretId }));
      const labelled = (label: string): string | undefined => Object.entries(VersionIdsToStages).find(([, stages]) => stages.includes(label))?.[0];
      return { current: labelled('AWSCURRENT'), pending: labelled('AWSPENDING') };
    },
    value,
    putPending: async (ClientRequestToken, SecretString) => {
      redactor.add(SecretString);
      await client.send(new PutSecretValueCommand({ SecretId, ClientRequestToken, SecretString, VersionStages: ['AWSPENDING'] }));
    },
    promote: async ({ current, pending }) => {
      if (pending === undefined) throw new Error('no version is pending');
      if (pending !== current) await move('AWSCURRENT', pending, current);
      await dropPending(pending);
    },
    dropPending,
    keep: async (SecretString) => {
      redactor.add(SecretString);
      if (await value() !== SecretString) await client.send(new PutSecretValueCommand({ SecretId, SecretString }));
    },
  };
}
