import { BedrockClient, ListFoundationModelsCommand } from '@aws-sdk/client-bedrock';
import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import { IAMClient, ListServiceSpecificCredentialsCommand, type ServiceSpecificCredentialMetadata } from '@aws-sdk/client-iam';
import { DescribeSecretCommand, GetSecretValueCommand, RotateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { LocalAws } from '../../sandbox/local-aws';

/** What the secret holds. */
export interface KeptKey {
  readonly apiKey: string;
  readonly credentialId: string;
  readonly expiresAt: string;
}

/** The API key of a deployed connection, and the calls that its platform makes with it. */
export class ApiKeyOwner {
  private readonly iam: IAMClient;
  private readonly secrets: SecretsManagerClient;

  public constructor(aws: LocalAws, public readonly userName: string, public readonly secretArn: string) {
    this.iam = new IAMClient(aws.clientConfig());
    this.secrets = new SecretsManagerClient(aws.clientConfig());
  }

  public async read(stage: 'AWSCURRENT' | 'AWSPREVIOUS' = 'AWSCURRENT'): Promise<KeptKey> {
    const { SecretString } = await this.secrets.send(new GetSecretValueCommand({ SecretId: this.secretArn, VersionStage: stage }));
    return JSON.parse(SecretString ?? '') as KeptKey;
  }

  public async credentials(): Promise<readonly ServiceSpecificCredentialMetadata[]> {
    return (await this.iam.send(new ListServiceSpecificCredentialsCommand({ UserName: this.userName }))).ServiceSpecificCredentials ?? [];
  }

  /** Rotates on demand and waits until Secrets Manager has done so. */
  public async rotate(): Promise<KeptKey> {
    const { VersionId = '' } = await this.secrets.send(new RotateSecretCommand({ SecretId: this.secretArn }));
    for (let attempt = 0; attempt < 200; attempt += 1) {
      const { VersionIdsToStages: stages = {} } = await this.secrets.send(new DescribeSecretCommand({ SecretId: this.secretArn }));
      if (stages[VersionId]?.includes('AWSCURRENT') && !stages[VersionId].includes('AWSPENDING')) return this.read();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('The rotation did not end');
  }
}

const client = (aws: LocalAws, token: string) => ({ endpoint: aws.endpoint, region: aws.region, token: { token }, authSchemePreference: ['httpBearerAuth'], maxAttempts: 1 });

export async function listModels(aws: LocalAws, token: string): Promise<number> {
  return (await new BedrockClient(client(aws, token)).send(new ListFoundationModelsCommand({}))).modelSummaries?.length ?? 0;
}

export async function converse(aws: LocalAws, token: string, modelId: string): Promise<string | undefined> {
  const messages = [{ role: 'user' as const, content: [{ text: 'Hi' }] }];
  return (await new BedrockRuntimeClient(client(aws, token)).send(new ConverseCommand({ modelId, messages }))).output?.message?.content?.[0].text;
}
