import type { AllowedEndpoints } from './sagemaker-context';
import type { SageMakerSection } from '../../../src/document/connection-document-v1';
import { failureOf } from '../../aws/failure';
import type { SageMakerRequest, SageMakerRequests } from '../request/sagemaker-requests';

/** An endpoint that the platform may use. */
export interface AllowedEndpoint {
  /** In the case that a call wants. */
  readonly name: string;
  /** As the document has it: an ARN, which SageMaker writes in lower case, does not tell the case. */
  readonly given: string;
  readonly inferenceComponents: readonly string[];
  /** Absent: no target model is asked for. */
  readonly targetModels?: readonly string[];
  readonly request?: SageMakerRequest;
}

type Listed = SageMakerSection['scope']['endpoints'][number];

/** The document names the endpoints, or they are all that are listed. */
export async function findEndpoints(
  { scope }: Pick<SageMakerSection, 'scope'>, requests: SageMakerRequests, listEndpoints: () => Promise<readonly string[]>, most: number,
): Promise<AllowedEndpoints> {
  const listed: readonly Listed[] = scope.allEndpoints ? (await listEndpoints()).map((name) => ({ name })) : scope.endpoints;
  const names = scope.allEndpoints ? listed.map(({ name }) => name) : await namesIfListed(listEndpoints);
  const all = listed.map((endpoint) => allowedEndpoint(endpoint, names, requests));
  const looked = scope.allEndpoints ? most : all.length;
  return { endpoints: all.slice(0, looked), left: Math.max(0, all.length - looked) };
}

function allowedEndpoint(listed: Listed, names: readonly string[], requests: SageMakerRequests): AllowedEndpoint {
  const { name: given, inferenceComponents = [], targetModels, testRequest } = listed;
  const name = names.find((each) => each === given) ?? names.find((each) => isSameEndpoint(each, given)) ?? given;
  const asked = Object.entries(requests).find(([each]) => isSameEndpoint(each, name))?.[1];
  const request = asked ?? (testRequest && { ...testRequest, body: Buffer.from(testRequest.body) });
  return { name, given, inferenceComponents, ...(targetModels && { targetModels }), ...(request && { request }) };
}

/** Whether the names are listed is for another probe to say: without the list, those of the document will do. */
async function namesIfListed(listEndpoints: () => Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await listEndpoints();
  } catch (error) {
    if (failureOf(error).kind === 'time-ran-out') throw error;
    return [];
  }
}

/** Two names that differ in case alone name one endpoint. @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpoint.html */
export function isSameEndpoint(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
