import type { CodeEntry } from './code';

export const BEDROCK_CODES = {
  BEDROCK_LIST_DENIED: {
    status: 'fail',
    message: 'Access denied on listing the models: {action}',
    fix: 'Allow the role {action} on *, which is all that AWS takes for it.',
    retryable: true,
  },
  BEDROCK_NO_MODELS: {
    status: 'warn',
    message: 'No models found in {region}',
    fix: 'Verify that the region is correct and that Amazon Bedrock offers models there.',
    retryable: false,
    worked: true,
  },
  BEDROCK_NOT_IN_REGION: {
    status: 'fail',
    message: 'Amazon Bedrock has no endpoint in {region} that the verifier can find',
    fix: 'Verify that the region is correct and that Bedrock is offered there; in a VPC without a way out, add the VPC endpoints bedrock and bedrock-runtime.',
    retryable: false,
  },
  BEDROCK_MODEL_DENIED: {
    status: 'fail',
    message: "Access denied on model '{model}': {reason}",
    fix: 'Attach the policy of this access to the role; then look at a permissions boundary, a service control policy and the region that is named here.',
    retryable: true,
  },
  BEDROCK_DESTINATION_DENIED: {
    status: 'fail',
    message: "'{model}' sends calls to {destination}, where the role, or its organization, may not use the model",
    fix: 'Grant the foundation model in every destination region of the profile, and let service control policies that deny regions pass Bedrock there.',
    retryable: true,
  },
  BEDROCK_DESTINATION_NOT_GRANTED: {
    status: 'fail',
    message: "'{model}' can send calls to {destinations}, which destinationRegions does not list",
    fix: 'List all destination regions of the profile, or leave destinationRegions out.',
    retryable: false,
  },
  BEDROCK_NEEDS_PROFILE: {
    status: 'fail',
    message: "'{model}' cannot be called by its own ID in {region} (on-demand throughput isn't supported)",
    fix: 'Grant and enter an inference profile that contains it, such as us.{model} or global.{model}, or a provisioned throughput.',
    retryable: false,
  },
  BEDROCK_SUBSCRIPTION_MISSING: {
    status: 'fail',
    message: "The account is not subscribed to '{model}' in AWS Marketplace",
    fix: 'Have an administrator call the model once, or set marketplaceSubscription: true; then wait up to 15 minutes and check that the account has a valid payment method.',
    retryable: true,
  },
  BEDROCK_USE_CASE_MISSING: {
    status: 'fail',
    message: "The use-case form that the provider of '{model}' asks for has not been submitted",
    fix: 'Submit the use-case details in the Amazon Bedrock console (model catalog, any Anthropic model), once for the account or the organization; it counts after about 15 minutes.',
    retryable: true,
  },
  BEDROCK_MODEL_ACCESS_MISSING: {
    status: 'fail',
    message: "The account has no access to model '{model}' in {region}",
    fix: 'Enable the model for the account in this region, in the Amazon Bedrock console.',
    retryable: true,
  },
  BEDROCK_MODEL_NOT_FOUND: {
    status: 'fail',
    message: "There is no model or profile '{model}' in {region}",
    fix: "Correct the ID, its version included, and check that the region offers it; a profile's ID starts with its geography.",
    retryable: false,
  },
  BEDROCK_MODEL_RETIRED: {
    status: 'fail',
    message: "Model '{model}' has reached the end of its life, or is a legacy model that this account has not used lately",
    fix: 'Grant and enter a model that is active; the Amazon Bedrock User Guide lists them under model lifecycle.',
    retryable: false,
  },
  BEDROCK_MODEL_NOT_READY: {
    status: 'warn',
    message: "'{model}' is not ready: {status}",
    fix: 'Wait until it is in service, or look at why it failed in the Amazon Bedrock console.',
    retryable: true,
  },
  BEDROCK_NO_CONVERSATION: {
    status: 'skipped',
    message: "Not invoked: '{model}' does not converse (embeddings, images, and the like)",
    fix: 'Nothing to do; try the model in the platform.',
    retryable: false,
  },
  BEDROCK_MODEL_NOT_REFUSED: {
    status: 'fail',
    message: "Model '{model}' is open to the role, although it is not granted",
    fix: 'Find the policy that allows the role bedrock:InvokeModel on more than the granted models, and remove it.',
    retryable: false,
  },
  BEDROCK_REGION_NOT_REFUSED: {
    status: 'fail',
    message: "'{model}' can be called in {region}, although that region is not granted",
    fix: 'Find the policy that allows the role bedrock:InvokeModel in more than the granted regions, and remove it.',
    retryable: false,
  },
  BEDROCK_STREAM_NOT_REFUSED: {
    status: 'fail',
    message: "Answers of '{model}' can be streamed, although streaming is switched off",
    fix: 'Find the policy that allows the role bedrock:InvokeModelWithResponseStream, and remove it.',
    retryable: false,
  },
  BEDROCK_GUARDRAIL_NOT_ENFORCED: {
    status: 'fail',
    message: "'{model}' can be called without the guardrail",
    fix: 'Find the policy that allows the role bedrock:InvokeModel without a condition on bedrock:GuardrailIdentifier, and remove it.',
    retryable: false,
  },
  BEDROCK_REFUSAL_UNPROVEN: {
    status: 'skipped',
    message: "Not checked: '{model}' could not be tried in {region} ({reason})",
    fix: 'Name a model in deniedModels that is offered in the region of the connection, or a region in deniedRegions that offers the granted model.',
    retryable: false,
  },
} as const satisfies Record<string, CodeEntry>;
