import { CfnPrincipalPermissions } from 'aws-cdk-lib/aws-lakeformation';
import { App } from 'aws-cdk-lib/core';
import type { OidcFederationRole } from 'cdk-ai-platform-access';
import { FourMindsS3Stack } from '../../examples/four-minds-s3/four-minds-s3-stack';

/** The first example, and as many Lake Formation grants, written by hand with plain constructs, as 200 tables of ten databases need. */
function synthesize(): void {
  const app = new App();
  const stack = new FourMindsS3Stack(app, 'Bench', {
    env: { account: '123456789012', region: 'us-east-1' }, subject: 'workspace:acme', buckets: ['acme-prod-datasets'],
  });
  const { roleArn } = stack.node.findChild('FourMinds') as OidcFederationRole;
  const grant = (id: string, permissions: string[], resource: CfnPrincipalPermissions.ResourceProperty) => new CfnPrincipalPermissions(stack, id, {
    principal: { dataLakePrincipalIdentifier: roleArn }, resource, permissions, permissionsWithGrantOption: [],
  });
  for (let index = 0; index < 11; index += 1) grant(`Database${index}`, ['DESCRIBE'], { database: { catalogId: stack.account, name: `analytics_${index}` } });
  for (let index = 0; index < 200; index += 1) {
    grant(`Table${index}`, ['DESCRIBE', 'SELECT'], { table: { catalogId: stack.account, databaseName: `analytics_${index % 10}`, name: `orders_${index}` } });
  }
  app.synth();
}

synthesize();
