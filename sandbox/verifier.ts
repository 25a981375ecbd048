import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { LocalAws } from './local-aws';
import type { VerificationReportV1 } from '../src/verification/verification-report-v1';

/** An event of the verifier. */
export interface VerifierEvent {
  readonly action: 'test-connection' | 'import';
  readonly integrations?: readonly string[];
  readonly webIdentityToken?: string;
  readonly otherWebIdentityToken?: string;
  readonly sageMakerRequests?: Readonly<Record<string, { readonly body: string; readonly contentType?: string }>>;
  readonly bearerToken?: string;
  readonly limits?: Readonly<Record<string, number>>;
}

/** Invokes a deployed verifier and returns its report. */
export async function verify(aws: LocalAws, functionName: string, event: VerifierEvent): Promise<VerificationReportV1> {
  const lambda = new LambdaClient(aws.clientConfig());
  const answer = await lambda.send(new InvokeCommand({ FunctionName: functionName, Payload: JSON.stringify(event) }));
  const text = Buffer.from(answer.Payload ?? []).toString();
  if (answer.FunctionError) throw new Error(`The verifier failed: ${text}`);
  return JSON.parse(text) as VerificationReportV1;
}
