import type { Narrator } from './narrator';
import { NotInstalled } from '../databases/installation';
import { authorizeByPolicies } from '../databases/local-aws-databases';
import { type Databases, startDatabases } from '../databases/start-databases';
import type { Authorize } from '../databases/token-verifier';
import { LocalIssuer } from '../issuer';
import { type LocalAws, startLocalAws } from '../local-aws';

/** What the demo runs in. */
export interface Surroundings {
  readonly aws: LocalAws;
  readonly issuer: LocalIssuer;
  /** The servers, or what is missing to start them. */
  readonly databases: Databases | NotInstalled;
}

/** Starts everything at once, runs what is given, and stops whatever was started, also on Ctrl-C. */
export async function withSurroundings(narrator: Narrator, run: (surroundings: Surroundings) => Promise<void>): Promise<void> {
  const begun: Promise<{ stop(): Promise<void> }>[] = [];
  const keep = <T extends { stop(): Promise<void> }>(starting: Promise<T>): Promise<T> => {
    begun.push(starting);
    return starting;
  };
  let stopping: Promise<unknown> | undefined;
  // What is still starting is waited for, else it would stay.
  const stop = () => stopping ??= Promise.allSettled(begun.map(async (starting) => (await starting).stop()));
  const interrupted = () => void stop().then(() => process.exit(130));
  process.once('SIGINT', interrupted);
  try {
    const aws = keep(startLocalAws({ progress: narrator.progress }));
    const issuer = keep(LocalIssuer.start('https://api.4minds.ai'));
    const authorize: Authorize = async (request) => authorizeByPolicies(await aws)(request);
    const databases = keep(startDatabases({ authorize, progress: narrator.progress })).catch(missing);
    const [awsStarted, issuerStarted, databasesStarted] = await Promise.all([aws, issuer, databases]);
    await run({ aws: awsStarted, issuer: issuerStarted, databases: databasesStarted });
  } finally {
    await stop();
    process.off('SIGINT', interrupted);
  }
}

/** Without the servers there is still much to show. */
function missing(error: unknown): NotInstalled {
  if (error instanceof NotInstalled) return error;
  throw error;
}
