import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { MalformedDocument } from './parse-document';
import type { Calls } from '../calls/calls';

/** GetParameters takes ten names. @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html */
const NAMES_PER_CALL = 10;

/** The values of the parameters, joined in the given order. */
export async function readDocumentText(names: readonly string[], region: string, calls: Calls): Promise<string> {
  const client = new SSMClient({ region });
  try {
    const answers = await Promise.all(batchesOf(names).map((Names) => (
      calls.mustWork((abortSignal) => client.send(new GetParametersCommand({ Names }), { abortSignal }))
    )));
    const values = new Map(answers.flatMap(({ Parameters = [] }) => Parameters.map(({ Name, Value }) => [Name, Value])));
    const missing = names.filter((name) => !values.has(name));
    if (missing.length > 0) throw new MalformedDocument(`there is no parameter ${missing.join(', ')}`);
    return names.map((name) => values.get(name)).join('');
  } finally {
    client.destroy();
  }
}

function batchesOf(names: readonly string[]): readonly string[][] {
  const starts = Array.from({ length: Math.ceil(names.length / NAMES_PER_CALL) }, (_, i) => i * NAMES_PER_CALL);
  return starts.map((start) => names.slice(start, start + NAMES_PER_CALL));
}

export function parameterNames(given: string | undefined): readonly string[] {
  const names = (given ?? '').split(',').map((name) => name.trim()).filter((name) => name !== '');
  if (names.length === 0) throw new MalformedDocument('the environment variable DOCUMENT_PARAMETERS names no parameter');
  return names;
}
