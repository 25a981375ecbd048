import { ListCustomModelsCommand, ListFoundationModelsCommand, ListInferenceProfilesCommand, type CustomModelSummary, type FoundationModelSummary } from '@aws-sdk/client-bedrock';
import type { BedrockContext } from './bedrock-context';
import { findingOfModelFailure } from './model-failure';
import { failureOf } from '../../aws/failure';
import { found, passed, type Finding } from '../probes/finding';
import type { Probe } from '../probes/probe';

interface Page<Item> { readonly items: readonly Item[] | undefined; readonly nextToken: string | undefined }

/** @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_ListInferenceProfiles.html */
const ITEMS_PER_PAGE = 100;

async function everyPage<Item>(read: (nextToken: string | undefined) => Promise<Page<Item>>): Promise<readonly Item[]> {
  const all: Item[] = [];
  let token: string | undefined;
  do {
    const { items = [], nextToken } = await read(token);
    all.push(...items);
    token = nextToken;
  } while (token !== undefined);
  return all;
}

export async function listFoundationModels({ calls, controlIn, document }: BedrockContext): Promise<readonly FoundationModelSummary[]> {
  const answer = await calls.mustWork((abortSignal) => controlIn(document.region).send(new ListFoundationModelsCommand({}), { abortSignal }));
  return answer.modelSummaries ?? [];
}

export async function listCustomModels({ calls, controlIn, document }: BedrockContext): Promise<readonly CustomModelSummary[]> {
  return everyPage(async (nextToken) => {
    const command = new ListCustomModelsCommand({ maxResults: ITEMS_PER_PAGE, nextToken });
    const page = await calls.mustWork((abortSignal) => controlIn(document.region).send(command, { abortSignal }));
    return { items: page.modelSummaries, nextToken: page.nextToken };
  });
}

/** A list that is refused names its action, because the two lists of one check have two. */
async function refusedAs<T>(action: string, list: Promise<T>): Promise<T | Finding> {
  try {
    return await list;
  } catch (error) {
    if (failureOf(error).kind === 'denied') return found('BEDROCK_LIST_DENIED', { action });
    throw error;
  }
}

/** Where Bedrock is not offered, that is what must be said, not that the network fails. */
async function told(region: string, check: () => Promise<Finding>): Promise<Finding> {
  try {
    return await check();
  } catch (error) {
    const finding = findingOfModelFailure(failureOf(error), { model: '', region });
    if (finding?.code === 'BEDROCK_NOT_IN_REGION') return finding;
    throw error;
  }
}

export function listModelsProbe(context: BedrockContext): Probe {
  const { document: { region } } = context;
  const check = async (): Promise<Finding> => told(region, async () => {
    const [foundation, custom] = await Promise.all([
      refusedAs('bedrock:ListFoundationModels', listFoundationModels(context)),
      refusedAs('bedrock:ListCustomModels', listCustomModels(context)),
    ]);
    if ('code' in foundation) return foundation;
    if ('code' in custom) return custom;
    const figures = { foundationModels: foundation.length, customModels: custom.length };
    if (foundation.length + custom.length === 0) return found('BEDROCK_NO_MODELS', { region }, figures);
    return passed(`${foundation.length} foundation model(s) and ${custom.length} custom model(s) are listed`, figures);
  });
  return { id: 'bedrock.list-models', integration: 'bedrock', expects: 'allowed', targets: [{ name: region, check }] };
}

export function listProfilesProbe(context: BedrockContext): Probe {
  const { document: { region }, calls, controlIn } = context;
  const check = async (): Promise<Finding> => told(region, async () => {
    const profiles = await refusedAs('bedrock:ListInferenceProfiles', everyPage(async (nextToken) => {
      const command = new ListInferenceProfilesCommand({ maxResults: ITEMS_PER_PAGE, nextToken });
      const page = await calls.mustWork((abortSignal) => controlIn(region).send(command, { abortSignal }));
      return { items: page.inferenceProfileSummaries, nextToken: page.nextToken };
    }));
    return 'code' in profiles ? profiles : passed(`${profiles.length} inference profile(s) are listed`, { profiles: profiles.length });
  });
  return { id: 'bedrock.list-profiles', integration: 'bedrock', expects: 'allowed', targets: [{ name: region, check }] };
}
