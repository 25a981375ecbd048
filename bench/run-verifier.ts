import { execFile } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { LocalAws } from '../sandbox/local-aws';
import type { VerifierEvent } from '../sandbox/verifier';
import type { VerificationReportV1 } from '../src/verification/verification-report-v1';

const run = promisify(execFile);
const ASSET = pathToFileURL(path.resolve('assets', 'verifier', 'index.mjs')).href;

export interface Verification {
  readonly milliseconds: number;
  readonly report: VerificationReportV1;
}

/** A run of the bundled verifier in a process of its own, as in a Lambda that starts cold; `endpoint` is where it finds AWS. */
export async function runVerifier(aws: LocalAws, endpoint: string, documentParameters: string, event: VerifierEvent): Promise<Verification> {
  const { stdout } = await run(process.execPath, [path.resolve('bench', 'apps', 'run-verifier.mjs'), ASSET, JSON.stringify(event)], {
    env: { ...process.env, ...aws.environment(), AWS_ENDPOINT_URL: endpoint, DOCUMENT_PARAMETERS: documentParameters }, maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}') as Verification;
}
