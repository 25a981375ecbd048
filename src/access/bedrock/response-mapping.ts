/** Where the answer of a model is in its response, as JSONPaths; what is absent is not in the response's body. */
export interface ResponseMapping {
  readonly outputText: string;
  readonly inputUsage?: string;
  readonly outputUsage?: string;
}

const CHAT_COMPLETION = { outputText: '$.choices[0].message.content', inputUsage: '$.usage.prompt_tokens', outputUsage: '$.usage.completion_tokens' };

/**
 * The responses of Converse, one form for all models, and of InvokeModel, one for each family of models whose schema AWS documents.
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters.html
 */
export const RESPONSE_MAPPINGS = {
  'converse': { outputText: '$.output.message.content[0].text', inputUsage: '$.usage.inputTokens', outputUsage: '$.usage.outputTokens' },
  'anthropic-messages': { outputText: '$.content[0].text', inputUsage: '$.usage.input_tokens', outputUsage: '$.usage.output_tokens' },
  'amazon-nova': { outputText: '$.output.message.content[0].text', inputUsage: '$.usage.inputTokens', outputUsage: '$.usage.outputTokens' },
  'amazon-titan-text': { outputText: '$.results[0].outputText', inputUsage: '$.inputTextTokenCount', outputUsage: '$.results[0].tokenCount' },
  'meta-llama': { outputText: '$.generation', inputUsage: '$.prompt_token_count', outputUsage: '$.generation_token_count' },
  'mistral-text': { outputText: '$.outputs[0].text' },
  'cohere-command-r': { outputText: '$.text' },
  'ai21-jamba': CHAT_COMPLETION,
  'openai-chat': CHAT_COMPLETION,
} as const satisfies Record<string, ResponseMapping>;

export type ResponseFormat = keyof typeof RESPONSE_MAPPINGS;

/** Families by the start of the foundation model's ID. */
const FAMILIES: readonly (readonly [RegExp, ResponseFormat])[] = [
  [/^anthropic\.claude-(?!v\d|instant)/, 'anthropic-messages'],
  [/^amazon\.nova-(?:2-)?(?:micro|lite|pro|premier)/, 'amazon-nova'],
  [/^amazon\.titan-text-/, 'amazon-titan-text'],
  [/^meta\.llama/, 'meta-llama'],
  [/^mistral\.(?:mistral-7b|mixtral-8x7b|mistral-large-2402|mistral-small-2402)/, 'mistral-text'],
  [/^cohere\.command-r-/, 'cohere-command-r'],
  [/^ai21\.jamba-/, 'ai21-jamba'],
  [/^openai\.gpt-oss-/, 'openai-chat'],
];

/** Models that do not converse: they turn text or pictures into something else than text. */
const NO_CONVERSATION = /^(?:amazon\.(?:titan-embed|titan-image|nova-canvas|nova-reel|nova-sonic|nova-2-sonic|nova-2-multimodal-embeddings|rerank)|cohere\.(?:embed|rerank)|stability\.|luma\.|twelvelabs\.)/;

/** The forms in which a model answers; only Converse's where the model or its family is not known. */
export function responseFormats(foundationModel: string | undefined): readonly ResponseFormat[] {
  if (foundationModel === undefined) return ['converse'];
  if (NO_CONVERSATION.test(foundationModel)) return [];
  const family = FAMILIES.find(([ids]) => ids.test(foundationModel))?.[1];
  return family ? ['converse', family] : ['converse'];
}
