import { RESPONSE_MAPPINGS, responseFormats, type ResponseFormat } from '../../../src/access/bedrock/response-mapping';

/** The few JSONPaths that the mappings use: names and indices. */
function at(path: string, value: unknown): unknown {
  const steps = path.replace(/^\$/, '').match(/[^.[\]]+/g) ?? [];
  return steps.reduce<unknown>((found, step) => (found as Readonly<Record<string, unknown>> | undefined)?.[step], value);
}

const chat = { choices: [{ message: { role: 'assistant', content: 'yes' } }], usage: { prompt_tokens: 3, completion_tokens: 5, total_tokens: 8 } };
const conversation = { output: { message: { role: 'assistant', content: [{ text: 'yes' }] } }, stopReason: 'end_turn', usage: { inputTokens: 3, outputTokens: 5, totalTokens: 8 } };

/** Responses as AWS's user guide shows them. https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters.html */
const RESPONSES: Readonly<Record<ResponseFormat, unknown>> = {
  'converse': conversation,
  'anthropic-messages': { type: 'message', role: 'assistant', content: [{ type: 'text', text: 'yes' }], usage: { input_tokens: 3, output_tokens: 5 } },
  'amazon-nova': conversation,
  'amazon-titan-text': { inputTextTokenCount: 3, results: [{ tokenCount: 5, outputText: 'yes', completionReason: 'FINISHED' }] },
  'meta-llama': { generation: 'yes', prompt_token_count: 3, generation_token_count: 5, stop_reason: 'stop' },
  'mistral-text': { outputs: [{ text: 'yes', stop_reason: 'stop' }] },
  'cohere-command-r': { response_id: 'a', text: 'yes', generation_id: 'b', finish_reason: 'COMPLETE' },
  'ai21-jamba': chat,
  'openai-chat': chat,
};

test.each(Object.entries(RESPONSES))('the paths of %s find text and tokens', (format, response) => {
  const { outputText, ...usage } = RESPONSE_MAPPINGS[format as ResponseFormat] as { outputText: string; inputUsage?: string; outputUsage?: string };
  expect(at(outputText, response)).toBe('yes');
  if (usage.inputUsage) expect(at(usage.inputUsage, response)).toBe(3);
  if (usage.outputUsage) expect(at(usage.outputUsage, response)).toBe(5);
});

test.each([
  ['anthropic.claude-sonnet-4-5-20250929-v1:0', ['converse', 'anthropic-messages']], ['anthropic.claude-v2:1', ['converse']], ['amazon.nova-lite-v1:0', ['converse', 'amazon-nova']],
  ['amazon.nova-2-lite-v1:0', ['converse', 'amazon-nova']], ['amazon.titan-text-express-v1', ['converse', 'amazon-titan-text']], ['meta.llama3-1-70b-instruct-v1:0', ['converse', 'meta-llama']],
  ['mistral.mixtral-8x7b-instruct-v0:1', ['converse', 'mistral-text']], ['mistral.mistral-7b-instruct-v0:2', ['converse', 'mistral-text']],
  ['mistral.mistral-large-2402-v1:0', ['converse', 'mistral-text']], ['mistral.mistral-small-2402-v1:0', ['converse', 'mistral-text']], ['mistral.mistral-large-2407-v1:0', ['converse']],
  ['mistral.pixtral-large-2502-v1:0', ['converse']], ['cohere.command-r-plus-v1:0', ['converse', 'cohere-command-r']],
  ['ai21.jamba-1-5-large-v1:0', ['converse', 'ai21-jamba']], ['openai.gpt-oss-120b-1:0', ['converse', 'openai-chat']], ['some.new-model-v1:0', ['converse']], [undefined, ['converse']],
  ...['micro', 'pro', 'premier'].map((size): [string, string[]] => [`amazon.nova-${size}-v1:0`, ['converse', 'amazon-nova']]),
  ['anthropic.claude-instant-v1', ['converse']], ['not-amazon.titan-embed-text-v2:0', ['converse']], ['us.meta.llama3-1-70b-instruct-v1:0', ['converse']],
  ...[
    'amazon.titan-embed-text-v2:0', 'amazon.titan-image-generator-v2:0', 'amazon.nova-canvas-v1:0', 'amazon.nova-reel-v1:1', 'amazon.nova-sonic-v1:0', 'amazon.nova-2-sonic-v1:0',
    'amazon.nova-2-multimodal-embeddings-v1:0', 'amazon.rerank-v1:0', 'cohere.embed-english-v3', 'cohere.rerank-v3-5:0', 'stability.sd3-5-large-v1:0', 'luma.ray-v2:0', 'twelvelabs.pegasus-1-2-v1:0',
  ].map((model): [string, string[]] => [model, []]),
])('%s answers in the forms %j', (model, formats) => {
  expect(responseFormats(model)).toEqual(formats);
});
