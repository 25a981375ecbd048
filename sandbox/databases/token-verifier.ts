import { chmod } from 'node:fs/promises';
import { createServer, Socket } from 'node:net';
import { isSignedWith, parseToken, PresignedToken } from './presigned-token';

/** What the token verifier asks about a key: whose secret it is, and whether its policies let it connect. */
export interface AuthorizationRequest {
  readonly accessKeyId: string;
  readonly sessionToken?: string;
  readonly action: 'rds-db:connect';
  /** `arn:PARTITION:rds-db:REGION:ACCOUNT:dbuser:RESOURCE-ID/USER` */
  readonly resource: string;
}

export interface Authorization {
  readonly secretAccessKey: string;
  readonly allowed: boolean;
}

/** Answers undefined for an unknown key, a wrong session token or expired credentials. */
export type Authorize = (request: AuthorizationRequest) => Promise<Authorization | undefined>;

/** Why the verifier let a login in or not. Clients never see it: RDS tells them nothing either. */
export type Decision =
  | 'accepted' | 'malformed' | 'wrong-action' | 'wrong-endpoint' | 'wrong-user' | 'wrong-region' | 'wrong-service' | 'wrong-date'
  | 'expires-too-late' | 'not-yet-valid' | 'expired' | 'unknown-key' | 'wrong-signature' | 'not-allowed';

/** The database that a token must have been made for. */
export interface TokenAudience {
  readonly endpoint: string;
  readonly region: string;
  readonly accountId: string;
  readonly partition: string;
  readonly resourceId: string;
}

export interface TokenVerifierProps {
  readonly audience: TokenAudience;
  readonly authorize: Authorize;
  readonly now?: () => Date;
  readonly onDecision?: (decision: Decision, user: string) => void;
}

// The 15 minutes of the RDS documentation, and the clock skew that AWS allows a signature.
const LONGEST_VALIDITY_SECONDS = 900;
const CLOCK_SKEW_SECONDS = 300;
const LONGEST_LOGIN_BYTES = 64 * 1024;

/** Decides about one login with the order of checks that needs no secret before the ones that do. */
export async function decide(user: string, token: string, props: TokenVerifierProps): Promise<Decision> {
  const { audience } = props;
  const parsed = parseToken(token);
  if (!parsed) return 'malformed';
  const refused = mismatch(parsed, user, audience) ?? outOfTime(parsed, props.now?.() ?? new Date());
  if (refused) return refused;
  const authorization = await props.authorize({
    accessKeyId: parsed.accessKeyId,
    sessionToken: parsed.sessionToken,
    action: 'rds-db:connect',
    resource: `arn:${audience.partition}:rds-db:${audience.region}:${audience.accountId}:dbuser:${audience.resourceId}/${user}`,
  });
  if (!authorization) return 'unknown-key';
  if (!isSignedWith(authorization.secretAccessKey, parsed)) return 'wrong-signature';
  return authorization.allowed ? 'accepted' : 'not-allowed';
}

function mismatch(token: PresignedToken, user: string, audience: TokenAudience): Decision | undefined {
  if (token.action !== 'connect') return 'wrong-action';
  if (token.endpoint !== audience.endpoint) return 'wrong-endpoint';
  if (token.user !== user) return 'wrong-user';
  if (token.service !== 'rds-db') return 'wrong-service';
  if (token.region !== audience.region) return 'wrong-region';
  return token.signedAt.toISOString().slice(0, 10).replaceAll('-', '') === token.date ? undefined : 'wrong-date';
}

function outOfTime(token: PresignedToken, now: Date): Decision | undefined {
  const age = (now.getTime() - token.signedAt.getTime()) / 1000;
  if (token.expiresInSeconds > LONGEST_VALIDITY_SECONDS) return 'expires-too-late';
  if (age < -CLOCK_SKEW_SECONDS) return 'not-yet-valid';
  return age > token.expiresInSeconds ? 'expired' : undefined;
}

export interface TokenVerifier {
  stop(): Promise<void>;
}

/** Serves the verifier on a Unix socket to the database server's authentication module. */
export async function startTokenVerifier(socketPath: string, props: TokenVerifierProps): Promise<TokenVerifier> {
  const server = createServer((socket) => {
    answer(socket, props).catch(() => socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socketPath, resolve);
  });
  // The database server runs as another user than this process; the folder around the socket keeps everyone else out.
  await chmod(socketPath, 0o666);
  return { stop: () => new Promise((resolve) => server.close(() => resolve())) };
}

async function answer(socket: Socket, props: TokenVerifierProps): Promise<void> {
  const [user, token] = await readLogin(socket);
  const decision = await decide(user, token, props).catch((): Decision => 'not-allowed');
  props.onDecision?.(decision, user);
  socket.end(decision === 'accepted' ? '1' : '0');
}

function readLogin(socket: Socket): Promise<readonly [string, string]> {
  return new Promise((resolve, reject) => {
    let bytes = Buffer.alloc(0);
    socket.setTimeout(10_000, () => socket.destroy());
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('The authentication module went away.')));
    socket.on('data', (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      if (bytes.length > LONGEST_LOGIN_BYTES) return void socket.destroy();
      const [user, token, rest] = bytes.toString('utf8').split('\0');
      if (rest !== undefined) resolve([user, token]);
    });
  });
}
