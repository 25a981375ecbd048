import { generateKeyPair, JsonWebKey, KeyObject, randomUUID, sign } from 'node:crypto';
import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { promisify } from 'node:util';

const generateKeys = promisify(generateKeyPair);
const ALGORITHM = 'RS256';

export interface TokenOptions {
  readonly subject: string;
  /** @default 'sts.amazonaws.com' */
  readonly audience?: string | readonly string[];
  /** Negative for a token that has expired. @default 300 */
  readonly expiresInSeconds?: number;
  /** Further claims; one named like a registered claim replaces it. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

interface SigningKey {
  readonly id: string;
  readonly privateKey: KeyObject;
  readonly published: JsonWebKey & { readonly kid: string };
}

/** An OpenID Connect issuer of our own: mints tokens, and serves the discovery document and the keys that verify them. */
export class LocalIssuer {
  /** Starts an issuer that says of itself to be `issuer`; `LocalAws.mapIssuer` tells the sandbox where it really is. */
  static async start(issuer: string): Promise<LocalIssuer> {
    const first = await newKey();
    const local: LocalIssuer = new LocalIssuer(issuer, first);
    await new Promise<void>((resolve, reject) => local.server.once('error', reject).listen(0, '127.0.0.1', resolve));
    local.server.unref();
    return local;
  }

  private keys: readonly SigningKey[];
  private readonly server: Server;

  private constructor(readonly issuer: string, key: SigningKey) {
    this.keys = [key];
    this.server = createServer((request, response) => {
      const document = this.document(request.url ?? '/');
      response.writeHead(document ? 200 : 404, { 'content-type': 'application/json', 'connection': 'close' });
      response.end(JSON.stringify(document ?? { error: 'not_found' }));
    });
  }

  /** Where the issuer answers. */
  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** A signed token. */
  async token(options: TokenOptions): Promise<string> {
    return this.sign(options, this.keys[this.keys.length - 1]);
  }

  /** A token that names this issuer's key but is signed by another. */
  async forgedToken(options: TokenOptions): Promise<string> {
    const stranger = await newKey();
    return this.sign(options, { ...stranger, id: this.keys[this.keys.length - 1].id });
  }

  /** Signs with a new key from now on; the former keys stay published unless withdrawn. */
  async rotateKey(options: { readonly withdrawFormer?: boolean } = {}): Promise<void> {
    const next = await newKey();
    this.keys = options.withdrawFormer ? [next] : [...this.keys, next];
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private sign({ subject, audience = 'sts.amazonaws.com', expiresInSeconds = 300, claims }: TokenOptions, key: SigningKey): string {
    const now = Math.floor(Date.now() / 1000);
    const registered = { iss: this.issuer, sub: subject, aud: audience, iat: now, exp: now + expiresInSeconds };
    const signed = [{ alg: ALGORITHM, kid: key.id, typ: 'JWT' }, { ...registered, ...claims }].map(encode).join('.');
    return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), key.privateKey).toString('base64url')}`;
  }

  private document(url: string): object | undefined {
    switch (new URL(url, 'http://issuer').pathname) {
      case '/.well-known/openid-configuration': return {
        issuer: this.issuer,
        jwks_uri: `${this.issuer}/.well-known/jwks.json`,
        response_types_supported: ['id_token'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: [ALGORITHM],
        claims_supported: ['sub', 'aud', 'exp', 'iat', 'iss'],
      };
      case '/.well-known/jwks.json': return { keys: this.keys.map(({ published }) => published) };
      default: return undefined;
    }
  }
}

const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

async function newKey(): Promise<SigningKey> {
  const id = randomUUID();
  const { privateKey, publicKey } = await generateKeys('rsa', { modulusLength: 2048 });
  return { id, privateKey, published: { ...publicKey.export({ format: 'jwk' }), kid: id, alg: ALGORITHM, use: 'sig' } };
}
