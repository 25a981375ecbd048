import { parseArgs } from 'node:util';
import { UsageError } from '../command';

/** What was asked for on the command line. */
export interface TokenOptions {
  readonly roleArn: string;
  readonly region: string;
  readonly durationSeconds: number;
  readonly externalId?: string;
  readonly webIdentityTokenFile?: string;
  readonly sessionName: string;
  readonly json: boolean;
}

/** What STS takes at least, and what a key lives at most. */
const SHORTEST_SECONDS = 900;
const LONGEST_SECONDS = 43_200;

const ROLE_ARN = /^arn:aws(?:-[a-z]+)*:iam::\d{12}:role\/[\w+=,.@/-]+$/;
const REGION = /^[a-z]{2,4}(?:-[a-z]+)+-\d+$/;

export function parseTokenOptions(args: readonly string[], environment: NodeJS.ProcessEnv): TokenOptions {
  const given = valuesOf(args);
  const roleArn = given['role-arn'];
  if (roleArn === undefined) throw new UsageError('--role-arn is missing: the role of the connection, as the stack output shows it.');
  if (!ROLE_ARN.test(roleArn)) throw new UsageError(`--role-arn '${roleArn}' is not the ARN of a role.`);
  const region = given.region ?? environment.AWS_REGION ?? environment.AWS_DEFAULT_REGION;
  if (region === undefined) throw new UsageError('--region is missing, and neither AWS_REGION nor AWS_DEFAULT_REGION is set: a key works in one region only.');
  if (!REGION.test(region)) throw new UsageError(`--region '${region}' is not a region.`);
  const durationSeconds = Number(given['duration-seconds'] ?? 3_600);
  if (!Number.isInteger(durationSeconds) || durationSeconds < SHORTEST_SECONDS || durationSeconds > LONGEST_SECONDS) {
    throw new UsageError(`--duration-seconds '${given['duration-seconds']}' is not from ${SHORTEST_SECONDS} to ${LONGEST_SECONDS}.`);
  }
  const externalId = given['external-id'];
  const webIdentityTokenFile = given['web-identity-token-file'];
  if (externalId !== undefined && webIdentityTokenFile !== undefined) throw new UsageError('Give either --external-id or --web-identity-token-file: AWS takes no external ID with a web identity.');
  return {
    roleArn,
    region,
    durationSeconds,
    ...(externalId !== undefined && { externalId }),
    ...(webIdentityTokenFile !== undefined && { webIdentityTokenFile }),
    sessionName: given['session-name'] ?? 'bedrock-token',
    json: given.json ?? false,
  };
}

function valuesOf(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        'role-arn': text,
        'region': text,
        'duration-seconds': text,
        'external-id': text,
        'web-identity-token-file': text,
        'session-name': text,
        'json': { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
