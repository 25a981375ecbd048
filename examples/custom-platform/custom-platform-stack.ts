import { Stack, type StackProps } from 'aws-cdk-lib/core';
import { ConnectionMethod, ConnectionVerifier, Integration, OidcFederationRole, OnDeploy, Platform, S3Access } from 'cdk-ai-platform-access';
import type { Construct } from 'constructs';

/** A platform of one's own, whose tokens name a tenant and an environment: every environment of one tenant is let in. */
export class CustomPlatformStack extends Stack {
  public constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const platform = Platform.custom({
      id: 'acme-ai',
      displayName: 'Acme AI',
      methods: [ConnectionMethod.OIDC_FEDERATION],
      integrations: [Integration.S3],
      issuerUrl: 'https://login.acme-ai.example',
      audience: 'acme-ai-aws',
    });
    const connection = new OidcFederationRole(this, 'AcmeAi', { platform, subjectPatterns: ['tenant:42:environment:*'] });
    new S3Access(this, 'Everything', { connection, allBuckets: true });
    new ConnectionVerifier(this, 'Verifier', { connection, onDeploy: OnDeploy.NEVER });
  }
}
