import { createHash } from 'crypto';
import { type CfnFunction, type IFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnOutput, CustomResource, Duration, Lazy, Stack } from 'aws-cdk-lib/core';
import { Construct, DependencyGroup, type IDependable } from 'constructs';
import type { ConnectionVerifierProps } from './connection-verifier-props';
import { OnDeploy } from './on-deploy';
import { VerifierRole } from './verifier-role';
import { Connection } from '../connection/connection';
import { RoleConnection } from '../connection/role-connection';
import { functionAcknowledgements, type FunctionReasons } from '../function/function-acknowledgements';
import { FUNCTION_RUNTIME, functionCode } from '../function/function-code';
import { functionLog } from '../function/function-log';
import { letIn, routesOf } from '../function/function-network';
import { acknowledge } from '../policy/acknowledge';
import { upperBoundLength } from '../policy/measure';
import { invalid } from '../validation/invalid';

/** Why it does without what some rules ask of each function. */
const REASONS: FunctionReasons = {
  concurrency: 'Invoked by hand or once for each deployment; set reservedConcurrentExecutions to bound it',
  deadLetterQueue: 'Invoked synchronously, so that the caller sees a failure; set deadLetterQueue if you invoke it otherwise',
  vpc: 'Calls AWS services only and reaches nothing inside a VPC; set vpc to change that',
};

/**
 * What the ARNs of the document's parameters may take of the role's one policy, which holds 6,144 characters; as names they fit then into
 * the 4 KB that all environment variables of a function share.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const PARAMETER_ARN_CHARACTERS = 4096;

/** Why the verifier could not be deployed, if the names of the document's parameters are too long for it. */
function parameterProblems(connection: Connection): string[] {
  const length = connection.document._parameterArns().reduce((sum, arn) => sum + upperBoundLength(arn), 0);
  if (length <= PARAMETER_ARN_CHARACTERS) return [];
  const names = connection.document._parameterNames();
  return [`documentParameterPrefix of ${connection.node.path} is too long for its verifier: the ${names.length} parameters of the document take ${length} characters as ARNs, and ${PARAMETER_ARN_CHARACTERS} fit. Give a shorter one.`];
}

/**
 * Proves that a connection works: a Lambda function that gets credentials as the platform does, runs the platform's own test
 * connection and import, and tries what must be denied. It reads the same document that the platform ingests.
 *
 * Invoke it with `{ "action": "test-connection" }` or `{ "action": "import" }`, and with `webIdentityToken` to come in exactly as a
 * platform that federates.
 */
export class ConnectionVerifier extends Construct {
  /** The function; its answer is the report of `schema/verification-report.schema.json`. */
  public readonly handler: IFunction;

  public constructor(scope: Construct, id: string, props: ConnectionVerifierProps) {
    super(scope, id);
    const connection = Connection._of(props.connection);
    if (Stack.of(connection) !== Stack.of(this)) {
      throw invalid('connection', connection.node.path, 'is in another stack, and the two would need each other', "Create the verifier in the connection's stack");
    }
    connection._addVerifier(this);
    const { timeout = Duration.minutes(5), onDeploy = OnDeploy.WARN } = props;
    if (!Object.values(OnDeploy).includes(onDeploy)) throw invalid('onDeploy', String(onDeploy), 'is nothing that a verifier does', `Give one of OnDeploy: ${Object.values(OnDeploy).join(', ')}`);
    const trustVerifier = props.trustVerifier ?? (!(connection instanceof RoleConnection) || connection._trustsVerifierByDefault());
    if (!timeout.isUnresolved() && (timeout.toSeconds() < 10 || timeout.toSeconds() > 900)) {
      throw invalid('timeout', `${timeout.toSeconds()} seconds`, 'is outside what a verification can take', 'Give 10 seconds to 15 minutes');
    }

    const logGroup = functionLog(this, props, 'reports, no secrets and no contents');
    const own = new VerifierRole(this, 'Execution', logGroup, props);
    if (trustVerifier && connection instanceof RoleConnection) connection._trustVerifier(own.role.roleArn);
    this.grantProbes(own, connection, trustVerifier);
    own.grant(connection._verifierGrants());
    connection._onAccess(({ verifierGrants = [] }) => own.grant(verifierGrants));

    const handler = new LambdaFunction(this, 'Function', {
      description: `Verifies the connection of ${connection.platform.displayName}`,
      code: functionCode('verifier'),
      handler: 'index.handler',
      runtime: FUNCTION_RUNTIME,
      // The role carries a managed policy with everything that is needed; CDK would add inline policies.
      role: own.role.withoutPolicyUpdates(),
      environment: { DOCUMENT_PARAMETERS: Lazy.string({ produce: () => connection.document._parameterNames().join(',') }) },
      timeout,
      memorySize: props.memorySize ?? 512,
      logGroup,
      reservedConcurrentExecutions: props.reservedConcurrentExecutions,
      deadLetterQueue: props.deadLetterQueue,
      vpc: props.vpc,
      vpcSubnets: props.vpcSubnets,
      securityGroups: props.securityGroups,
    });
    handler.node.addDependency(own);
    this.node.addValidation({ validate: () => parameterProblems(connection) });
    acknowledge(handler.node.defaultChild as CfnFunction, functionAcknowledgements(props, REASONS));
    this.handler = handler;

    const network = new DependencyGroup(...routesOf(props));
    if (props.vpc) {
      connection._onAccess(({ networkTargets = [] }) => networkTargets.forEach((target) => {
        network.add(...letIn(handler, target, 'The verifier of a connection'));
      }));
    }

    const { outputPrefix } = connection.document;
    new CfnOutput(this, 'VerifierFunction', { value: handler.functionName, description: 'Invoke it to verify the connection' }).overrideLogicalId(`${outputPrefix}VerifierFunction`);
    if (onDeploy !== OnDeploy.NEVER) this.verifyOnDeploy(connection, onDeploy, network);
  }

  private grantProbes(own: VerifierRole, connection: Connection, trustVerifier: boolean): void {
    const { trust } = connection._facts();
    const role = connection instanceof RoleConnection ? () => [connection.roleArn] : undefined;
    const { providerArn } = trust;
    own.grantProbes({
      'ssm:GetParameters': () => connection.document._parameterArns(),
      'iam:GetRole': role,
      'sts:AssumeRole': trustVerifier ? role : undefined,
      'iam:GetOpenIDConnectProvider': providerArn ? () => [providerArn] : undefined,
    });
  }

  /** Runs the verifier when the stack is deployed, after everything of the connection, and again when the document changes. */
  private verifyOnDeploy(connection: Connection, onDeploy: OnDeploy, network: IDependable): void {
    const fingerprint = Lazy.uncachedString({
      produce: ({ scope }) => createHash('sha256').update(JSON.stringify(Stack.of(scope).resolve(connection.document.json))).digest('hex').slice(0, 16),
    });
    const verification = new CustomResource(this, 'Verification', {
      serviceToken: this.handler.functionArn,
      resourceType: 'Custom::AiPlatformConnectionVerification',
      properties: { OnDeploy: onDeploy, Document: fingerprint },
    });
    verification.node.addDependency(connection, this.handler, network);
    connection._onAccess(({ readyAfter = [], namesPrincipal }) => {
      if (namesPrincipal && Stack.of(namesPrincipal) !== Stack.of(connection)) {
        throw invalid('onDeploy', onDeploy, `can't wait for ${namesPrincipal.node.path}, which is in another stack and itself waits for the connection`,
          "Create that access in the connection's stack, or set onDeploy: OnDeploy.NEVER");
      }
      verification.node.addDependency(...readyAfter);
    });
    new CfnOutput(this, 'VerificationResult', {
      value: verification.getAttString('Message'), description: 'What the verifier found when the stack was deployed',
    }).overrideLogicalId(`${connection.document.outputPrefix}Verification`);
  }
}
