import { readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { handler } from '../../../lambda/verifier/index';
import type { VerificationReportV1 } from '../../../src/verification/verification-report-v1';

const schema = JSON.parse(readFileSync(path.join(__dirname, '../../../schema/verification-report.schema.json'), 'utf8')) as object;
const validate = addFormats(new Ajv({ allErrors: true })).compile(schema);

export interface HandlerRun {
  readonly report: VerificationReportV1;
  /** Everything that was written. */
  readonly log: string;
}

/** Runs the handler as Lambda would: with the environment, and nothing else of the host's AWS settings. */
export async function runHandler(environment: Readonly<Record<string, string>>, event: object, remainingMs = 60_000): Promise<HandlerRun> {
  const written: string[] = [];
  const spies = [process.stdout, process.stderr].map((stream) => jest.spyOn(stream, 'write').mockImplementation((chunk) => { written.push(String(chunk)); return true; }));
  const before = { ...process.env };
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
  Object.assign(process.env, environment, { AWS_EC2_METADATA_DISABLED: 'true', AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' });
  try {
    const report = await handler(event, { getRemainingTimeInMillis: () => remainingMs });
    if (report !== undefined && !validate(report)) throw new Error(`The report does not follow its schema: ${JSON.stringify(validate.errors)}`);
    return { report: report as VerificationReportV1, log: written.join('') };
  } finally {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
    spies.forEach((spy) => spy.mockRestore());
  }
}

/** The checks in short: `id target status CODE`, without what differs from run to run. */
export function shortly({ checks }: VerificationReportV1): readonly string[] {
  return checks.map(({ id, target, status, code }) => `${id} | ${target} | ${status} ${code}`);
}

/** Only what is not as it should be. */
export function problems({ checks }: VerificationReportV1): readonly string[] {
  return checks.filter(({ status, code }) => status !== 'pass' && code !== 'NOT_APPLICABLE' && code !== 'ISSUER_UNREACHABLE').map(({ id, target, status, code }) => `${id} | ${target} | ${status} ${code}`);
}
