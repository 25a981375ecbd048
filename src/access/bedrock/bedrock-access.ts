import { Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { BedrockAccessProps } from './bedrock-access-props';
import { bedrockChoice } from './bedrock-choice';
import { bedrockGrantLists } from './bedrock-grant-lists';
import { bedrockGrants, bedrockResources, bedrockTable } from './bedrock-grants';
import { BEDROCK_PROBES, BEDROCK_RESOURCES } from './bedrock-permissions';
import { bedrockScope } from './bedrock-scope';
import { requireSessions, withApiKey } from '../../connection/api-key/key-grants';
import { Connection } from '../../connection/connection';
import { Integration } from '../../platform/integration';
import { partitionOf } from '../../policy/partition';
import { warning } from '../../validation/warning';
import type { AccessContribution } from '../access-contribution';
import { activePermissions } from '../permission-table';

/** Lets a platform find and invoke listed Amazon Bedrock models, or all models when asked to, and nothing else. */
export class BedrockAccess extends Construct {
  public constructor(scope: Construct, id: string, props: BedrockAccessProps) {
    super(scope, id);
    const { verifyInvocation: invoke = true } = props;
    const stack = Stack.of(this);
    const place = { partition: partitionOf(stack), region: stack.region, account: stack.account };
    const { choice, denied } = bedrockChoice(props, place);
    const { allModels, streaming, guardrail, marketplaceSubscription } = choice;
    const granted = bedrockResources(choice, place);
    const connection = Connection._ofAccess(this, props.connection);
    const content = bedrockScope(choice, denied, invoke, place, connection.platform);
    const modelIds = content.models.map(({ modelId }) => modelId);

    if (props.shortTermKeys) requireSessions(connection);
    const contribution: AccessContribution = {
      integration: Integration.BEDROCK,
      grants: bedrockGrantLists(bedrockGrants(choice, granted)),
      permissions: activePermissions(bedrockTable(choice), granted),
      resources: BEDROCK_RESOURCES,
      probes: BEDROCK_PROBES.filter(({ id: probe }) => {
        switch (probe) {
          case 'bedrock.get-model': return !allModels;
          case 'bedrock.invoke': return invoke;
          case 'bedrock.stream': return invoke && streaming;
          case 'bedrock.denied-model': return !allModels;
          case 'bedrock.denied-region': return !allModels || allModels.regions !== undefined;
          case 'bedrock.stream-denied': return !streaming;
          case 'bedrock.without-guardrail': return guardrail !== undefined;
          default: return true;
        }
      }),
      fieldValues: { modelIds: modelIds.length > 0 ? modelIds : undefined },
      scope: content,
      warnings: [
        ...(allModels ? [warning('allModels', 'The platform may invoke every Amazon Bedrock model of the account, new ones too.')] : []),
        ...(marketplaceSubscription ? [warning('marketplaceSubscription', 'The platform may subscribe the account to third-party models by calling them, which AWS bills.')] : []),
      ],
    };
    connection._addAccess(props.shortTermKeys ? withApiKey(contribution, 'SHORT_TERM') : contribution);
  }
}
