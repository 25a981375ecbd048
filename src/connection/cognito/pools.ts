import {
  AccountRecovery, CfnIdentityPool, type CfnUserPool, FeaturePlan, type IUserPool, type IUserPoolClient, Mfa, UserPool, UserPoolClient,
} from 'aws-cdk-lib/aws-cognito';
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { CognitoIntegrationPoolProps } from './cognito-integration-pool-props';
import { requireRegion, requireUnattended } from './requirements';
import { acknowledge } from '../../policy/acknowledge';

/** What the platform signs in to, and what gives it credentials. */
export interface Pools {
  readonly userPool: IUserPool;
  readonly appClient: IUserPoolClient;
  readonly identityPoolId: string;
}

/** The pools and the client: those that are given, and new ones for those that are not. */
export function pools(scope: Construct, props: CognitoIntegrationPoolProps): Pools {
  const stack = Stack.of(scope);
  requireUnattended(props.userPool, props.appClient);
  const userPool = props.userPool ?? newUserPool(scope, props);
  requireRegion('userPool', userPool.userPoolId, '_', stack);
  const appClient = props.appClient ?? newAppClient(scope, userPool, props);
  const identityPoolId = props.identityPool?.identityPoolId ?? newIdentityPool(scope, userPool, appClient, props).ref;
  requireRegion('identityPool', identityPoolId, ':', stack);
  return { userPool, appClient, identityPoolId };
}

function newUserPool(scope: Construct, props: CognitoIntegrationPoolProps): UserPool {
  const { mfa = Mfa.OFF, removalPolicy = RemovalPolicy.RETAIN, featurePlan = FeaturePlan.ESSENTIALS } = props;
  const pool = new UserPool(scope, 'UserPool', {
    userPoolName: props.userPoolName,
    signInAliases: { username: true },
    selfSignUpEnabled: false,
    accountRecovery: AccountRecovery.NONE,
    passwordPolicy: {
      minLength: 16,
      requireLowercase: true,
      requireUppercase: true,
      requireDigits: true,
      requireSymbols: true,
      tempPasswordValidity: Duration.days(1),
    },
    mfa,
    mfaSecondFactor: { otp: true, sms: false },
    featurePlan,
    standardThreatProtectionMode: props.threatProtection,
    // CloudFormation cannot delete a pool that is protected.
    deletionProtection: removalPolicy !== RemovalPolicy.DESTROY,
    removalPolicy,
  });
  acknowledge(pool.node.defaultChild as CfnUserPool, [
    { rule: 'AwsSolutions-COG2', reason: 'The platform signs in without a person, who alone could answer a second factor' },
    ...(featurePlan === FeaturePlan.PLUS ? [] : [{ rule: 'AwsSolutions-COG8', reason: 'What the plus plan adds acts on sign-ins of people; set featurePlan to have it' }]),
  ]);
  return pool;
}

function newAppClient(scope: Construct, userPool: IUserPool, { appClientSecret = true }: CognitoIntegrationPoolProps): UserPoolClient {
  return new UserPoolClient(scope, 'AppClient', {
    userPool,
    generateSecret: appClientSecret,
    authFlows: { userPassword: true },
    disableOAuth: true,
    preventUserExistenceErrors: true,
    enableTokenRevocation: true,
  });
}

/** In CloudFormation's own terms: the CDK's construct always makes a role for identities that nobody signed in, too. */
function newIdentityPool(scope: Construct, userPool: IUserPool, appClient: IUserPoolClient, props: CognitoIntegrationPoolProps): CfnIdentityPool {
  return new CfnIdentityPool(scope, 'IdentityPool', {
    identityPoolName: props.identityPoolName,
    allowUnauthenticatedIdentities: false,
    allowClassicFlow: false,
    cognitoIdentityProviders: [{
      providerName: userPool.userPoolProviderName,
      clientId: appClient.userPoolClientId,
      // Refuses tokens of a user who has been disabled or signed out since.
      // https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_CognitoIdentityProvider.html
      serverSideTokenCheck: true,
    }],
  });
}
