import { Stack, type StackProps } from 'aws-cdk-lib/core';
import { ConnectionVerifier, OidcFederationRole, Platform, SageMakerAccess, SageMakerEndpoint, type SageMakerTestRequest } from 'cdk-ai-platform-access';
import type { Construct } from 'constructs';

export interface FourMindsSageMakerStackProps extends StackProps {
  /** The `sub` claim of the tokens that 4MINDS issues for you. */
  readonly subject: string;
  /** The endpoints to build models on, by their names in exact upper and lower case, and what the verifier sends to each. */
  readonly endpoints: Readonly<Record<string, SageMakerTestRequest>>;
  /** Names of endpoints that 4MINDS must be refused. */
  readonly deniedEndpoints?: string[];
}

/** 4MINDS invokes listed endpoints; the verifier sends each a request that its model understands. */
export class FourMindsSageMakerStack extends Stack {
  public constructor(scope: Construct, id: string, props: FourMindsSageMakerStackProps) {
    super(scope, id, props);
    const connection = new OidcFederationRole(this, 'FourMinds', {
      platform: Platform.fourMinds(),
      subjects: [props.subject],
    });
    new SageMakerAccess(this, 'Endpoints', {
      connection,
      endpoints: Object.entries(props.endpoints).map(([name, testRequest]) => SageMakerEndpoint.fromName(name, { testRequest })),
      deniedEndpointNames: props.deniedEndpoints,
    });
    new ConnectionVerifier(this, 'Verifier', { connection });
  }
}
