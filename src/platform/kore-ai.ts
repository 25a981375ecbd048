import { ConnectionMethod } from './connection-method';
import type { PlatformDefinition, RegistrationFacts } from './definition';
import { Integration } from './integration';
import { STANDARD_SUCCESS_MESSAGES } from './standard-form';

/** Options of `Platform.koreAi()`. */
export interface KoreAiOptions {
  /**
   * Who may assume the role: the 12 digits or the root ARN of the account that Kore.ai gives you or, for a private deployment, the
   * ARN of your own internal role.
   */
  readonly principal: string;
}

/** The support ticket without which Kore.ai's side does not assume the role. */
function registrationRequest({ roleArn, region, stsEndpoint }: RegistrationFacts): string {
  return [
    'Please register this IAM role for the Amazon Bedrock integration and add it to the trust policy of the platform.',
    `IAM role ARN: ${roleArn}`,
    `Region: ${region}`,
    `STS endpoint: ${stsEndpoint}`,
  ].join('\n');
}

/** Kore.ai, as its Amazon Bedrock guide describes it. */
export function koreAiDefinition(options: KoreAiOptions): PlatformDefinition {
  return {
    id: 'kore-ai',
    displayName: 'Kore.ai',
    resourcePrefix: 'kore-ai',
    methods: [ConnectionMethod.CROSS_ACCOUNT_ROLE],
    integrations: [Integration.BEDROCK],
    principal: options.principal,
    connectionFields: {
      [ConnectionMethod.CROSS_ACCOUNT_ROLE]: [
        { name: 'roleArn', label: 'IAM Role ARN', required: true },
        { name: 'externalId', label: 'External ID', required: false },
        { name: 'stsEndpoint', label: 'STS Endpoint', required: true },
        { name: 'region', label: 'Region', required: true },
      ],
    },
    integrationFields: {
      [Integration.BEDROCK]: [{ name: 'region', label: 'Region', required: true }, { name: 'modelIds', label: 'Model ID', required: true }],
    },
    // Its guide: "copy the Inference ARN, and use the ID portion as the Model ID".
    provisionedModelByIdOnly: true,
    successMessages: STANDARD_SUCCESS_MESSAGES,
    registrationRequest,
  };
}
