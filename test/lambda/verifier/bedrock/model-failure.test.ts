import type { Failure } from '../../../../lambda/aws/failure';
import { failureOf } from '../../../../lambda/aws/failure';
import { findingOfModelFailure, isPolicyRefusal } from '../../../../lambda/verifier/bedrock/model-failure';

const CALL = { model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0', region: 'us-east-1' };

function failure(name: string, httpStatusCode: number, message: string): Failure {
  return failureOf(Object.assign(new Error(message), { name, $metadata: { httpStatusCode } }));
}

const denied = (message: string) => failure('AccessDeniedException', 403, message);
const missing = (message: string) => failure('ResourceNotFoundException', 404, message);
const invalid = (message: string) => failure('ValidationException', 400, message);
const refusedOn = (arn: string) => `User: arn:aws:sts::111111111111:assumed-role/role/session is not authorized to perform: bedrock:InvokeModel on resource: ${arn} because no identity-based policy allows the bedrock:InvokeModel action`;

// The messages are AWS's own, as people quote them in public issues.
test.each<[string, Failure, string | undefined, boolean]>([
  ['the model is not granted', denied(refusedOn('arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0')), 'BEDROCK_MODEL_DENIED', true],
  ['the profile is not granted', denied(refusedOn('arn:aws:bedrock:us-east-1:111111111111:inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0')), 'BEDROCK_MODEL_DENIED', true],
  ['a destination region is not granted', denied(refusedOn('arn:aws:bedrock:us-west-2::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0')), 'BEDROCK_DESTINATION_DENIED', true],
  ['the account is not subscribed', denied('Model access is denied due to IAM user or service role is not authorized to perform the required AWS Marketplace actions (aws-marketplace:ViewSubscriptions, aws-marketplace:Subscribe) to enable access to this model. Refer to the Amazon Bedrock documentation for further details.'), 'BEDROCK_SUBSCRIPTION_MISSING', false],
  ['the account is not subscribed, told by the user', denied('Model access is denied due to User: arn:aws:sts::111111111111:assumed-role/role/session is not authorized to perform: aws-marketplace:ViewSubscriptions on resource: * because no identity-based policy allows the aws-marketplace:ViewSubscriptions action.'), 'BEDROCK_SUBSCRIPTION_MISSING', false],
  ['the use-case form', missing('Model use case details have not been submitted for this account. Fill out the Anthropic use case details form before using the model. If you have already filled out the form, try again in 15 minutes.'), 'BEDROCK_USE_CASE_MISSING', false],
  ['the use-case form, in other words', denied('You have not filled out the required use-case form for this model.'), 'BEDROCK_USE_CASE_MISSING', false],
  ['the account has no access to the model', denied("You don't have access to the model with the specified model ID."), 'BEDROCK_MODEL_ACCESS_MISSING', false],
  ['no on-demand throughput', invalid('Invocation of model ID anthropic.claude-sonnet-4-5-20250929-v1:0 with on-demand throughput isn\u2019t supported. Retry your request with the ID or ARN of an inference profile that contains this model.'), 'BEDROCK_NEEDS_PROFILE', false],
  ['no on-demand throughput, in other words', invalid("The provided model doesn't support on-demand throughput."), 'BEDROCK_NEEDS_PROFILE', false],
  ['a wrong ID', invalid('The provided model identifier is invalid.'), 'BEDROCK_MODEL_NOT_FOUND', false],
  ['a model that is gone', missing('Model not found.'), 'BEDROCK_MODEL_NOT_FOUND', false],
  ['the end of its life', missing('This model version has reached the end of its life. Please refer to the AWS documentation for more details.'), 'BEDROCK_MODEL_RETIRED', false],
  ['a legacy model', missing('Access denied. This Model is marked by provider as Legacy and you have not been actively using the model in the last 30 days. Please upgrade to an active model on Amazon Bedrock'), 'BEDROCK_MODEL_RETIRED', false],
  ['a model of embeddings', invalid("This action doesn't support the model that you provided. Try again with a supported text or chat model."), 'BEDROCK_NO_CONVERSATION', false],
  ['an imported model that is loading', failure('ModelNotReadyException', 429, 'Model is not ready for inference. Wait and try your request again.'), 'BEDROCK_MODEL_NOT_READY', false],
  ['a region that is not enabled', failure('UnrecognizedClientException', 403, 'The security token included in the request is invalid.'), 'UNRECOGNIZED_CLIENT', false],
  ['too many calls', failure('ThrottlingException', 429, 'Too many requests, please wait before trying again.'), undefined, false],
  ['a request that is wrong', invalid('The maximum tokens you requested exceeds the model limit'), undefined, false],
  ['no endpoint', failureOf(Object.assign(new Error('getaddrinfo ENOTFOUND bedrock.xx-none-1.amazonaws.com'), { code: 'ENOTFOUND' })), 'BEDROCK_NOT_IN_REGION', false],
  ['a connection that is reset', failureOf(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })), undefined, false],
])('%s', (_, given, code, refusal) => {
  expect(findingOfModelFailure(given, CALL)?.code).toBe(code);
  expect(isPolicyRefusal(given)).toBe(refusal);
});
