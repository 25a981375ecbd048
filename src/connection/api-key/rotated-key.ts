import type { IUser } from 'aws-cdk-lib/aws-iam';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnRotationSchedule, type CfnSecret, type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { keyMakerGrants } from './function-grants';
import { type KeyLifetime, rotationSchedule } from './key-lifetime';
import { ofPacks } from '../../function/function-acknowledgements';
import { acknowledge } from '../../policy/acknowledge';
import { ProvisionerFunction } from '../../provisioner/provisioner-function';

export interface RotatedKeyProps {
  readonly user: IUser;
  readonly lifetime: KeyLifetime;
  readonly displayName: string;
  readonly encryptionKey?: IKey;
  readonly logRetention?: RetentionDays;
  readonly logEncryptionKey?: IKey;
}

/** The secret that holds the current key of a user, and what makes the keys: once at the deployment, then on a schedule. */
export class RotatedKey extends Construct {
  public readonly secret: ISecret;

  public constructor(scope: Construct, id: string, props: RotatedKeyProps) {
    super(scope, id);
    const { user, lifetime, displayName, encryptionKey, logRetention, logEncryptionKey } = props;
    this.secret = this.createSecret(displayName, encryptionKey);
    const { secretArn } = this.secret;
    const provisioner = new ProvisionerFunction(this, 'Provisioner', {
      asset: 'bedrock-key',
      provisions: 'a Bedrock API key',
      grants: keyMakerGrants(Stack.of(this).region, { userArn: user.userArn, secret: this.secret }, lifetime.ageDays),
      environment: { USER_NAME: user.userName, SECRET_ARN: secretArn, CREDENTIAL_AGE_DAYS: String(lifetime.ageDays) },
      logRetention,
      logEncryptionKey,
    });
    const key = provisioner.provision(this, 'Key', 'Custom::AiPlatformBedrockApiKey', { UserName: user.userName, CredentialAgeDays: lifetime.ageDays });

    // https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets-required-permissions-function.html
    provisioner.handler.addPermission('Rotation', { principal: new ServicePrincipal('secretsmanager.amazonaws.com'), sourceAccount: Stack.of(this).account });
    const schedule = new CfnRotationSchedule(this, 'Rotation', {
      secretId: secretArn,
      rotationLambdaArn: provisioner.handler.functionArn,
      rotateImmediatelyOnUpdate: false,
      rotationRules: { scheduleExpression: rotationSchedule(lifetime) },
    });
    schedule.node.addDependency(key, provisioner);
  }

  /** Empty until the first key is made: nothing reads a placeholder for one. */
  private createSecret(displayName: string, encryptionKey: IKey | undefined): Secret {
    const secret = new Secret(this, 'Secret', { description: `${displayName}: the current Bedrock API key`, encryptionKey });
    const resource = secret.node.defaultChild as CfnSecret;
    resource.addPropertyDeletionOverride('GenerateSecretString');
    if (!encryptionKey) {
      acknowledge(resource, ofPacks('SecretsManagerUsingKMSKey', 'The secret is encrypted with the key of Secrets Manager; set encryptionKey to encrypt it with a key of yours'));
    }
    return secret;
  }
}
