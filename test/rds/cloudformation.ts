import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CustomResourceResponse } from '../../lambda/custom-resource/custom-resource-response';
import { handler } from '../../lambda/provisioner/database-user/index';
import type { DatabaseServer } from '../../sandbox/databases/database-server';
import type { DatabaseRights } from '../../src/access/rds/database-user/database-rights';

/** What the construct writes into the template, as CloudFormation sends it. */
export interface UserProperties {
  readonly userName: string;
  readonly databases: readonly DatabaseRights[];
  readonly adoptExistingUser?: boolean;
  readonly host?: string;
  readonly port?: number;
}

export interface Answer {
  readonly response: CustomResourceResponse;
  readonly log: string;
}

type Request = 'Create' | 'Update' | 'Delete';

const SECRET_ARN = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:admin-AbCdEf';

/** CloudFormation's side of one custom resource, with the secret of the admin and the file of the certificate authorities beside it. */
export class CloudFormation {
  public static async start(database: DatabaseServer): Promise<CloudFormation> {
    const cloudFormation = new CloudFormation(database);
    await new Promise<void>((resolve) => cloudFormation.server.listen(0, '127.0.0.1', resolve));
    return cloudFormation;
  }

  public secret: string;
  private readonly server: Server;
  private readonly answers: CustomResourceResponse[] = [];

  private constructor(private readonly database: DatabaseServer) {
    const { user: username, password } = database.admin;
    this.secret = JSON.stringify({ username, password, engine: database.engine, host: database.host, port: database.port });
    this.server = createServer((request, response) => {
      void readAll(request).then((body) => {
        const [status, answer] = this.answer(request, body);
        response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1', 'connection': 'close' }).end(answer);
      });
    });
  }

  public stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  /** The event of a request. Another logical ID is another resource. */
  public event(request: Request, properties: UserProperties, { before, logicalId = 'User' }: { readonly before?: UserProperties; readonly logicalId?: string } = {}) {
    return {
      RequestType: request,
      ResponseURL: `${this.url}/cloudformation?X-Amz-Signature=0123456789abcdef`,
      StackId: 'arn:aws:cloudformation:us-east-1:123456789012:stack/Stack/0b5f9c1e',
      RequestId: 'request',
      LogicalResourceId: logicalId,
      ...(request === 'Create' ? {} : { PhysicalResourceId: 'physical' }),
      ResourceProperties: this.properties(properties),
      ...(before && { OldResourceProperties: this.properties(before) }),
    };
  }

  public async send(...given: Parameters<CloudFormation['event']>): Promise<Answer> {
    return this.deliver(this.event(...given));
  }

  /** Runs the handler as Lambda would. */
  public async deliver(event: ReturnType<CloudFormation['event']>, remainingMs = 120_000): Promise<Answer> {
    const written: string[] = [];
    const spies = [process.stdout, process.stderr].map((stream) => jest.spyOn(stream, 'write').mockImplementation((chunk) => { written.push(String(chunk)); return true; }));
    const before = { ...process.env };
    Object.assign(process.env, {
      AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'example', AWS_ENDPOINT_URL: this.url, AWS_EC2_METADATA_DISABLED: 'true',
    });
    this.answers.length = 0;
    try {
      await handler(event, { getRemainingTimeInMillis: () => remainingMs });
    } finally {
      for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
      Object.assign(process.env, before);
      spies.forEach((spy) => spy.mockRestore());
    }
    const log = written.join('');
    for (const secret of [this.database.admin.password, 'X-Amz-Signature']) expect(log + JSON.stringify(this.answers)).not.toContain(secret);
    expect(this.answers).toHaveLength(1);
    return { response: this.answers[0], log };
  }

  private get url(): string {
    // By name: the SDK puts the bucket into the path of an address only.
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  private properties({ userName, databases, adoptExistingUser, host = this.database.host, port = this.database.port }: UserProperties) {
    return {
      Engine: this.database.engine,
      Host: host,
      Port: String(port),
      UserName: userName,
      Databases: JSON.stringify(databases),
      AdminSecretArn: SECRET_ARN,
      CertificateAuthorities: { bucket: 'authorities', key: 'bundle.pem' },
      ...(adoptExistingUser === undefined ? {} : { AdoptExistingUser: String(adoptExistingUser) }),
    };
  }

  private answer({ method, url = '', headers }: IncomingMessage, body: string): readonly [number, string] {
    if (method === 'PUT' && url.startsWith('/cloudformation')) {
      this.answers.push(JSON.parse(body) as CustomResourceResponse);
      return [200, ''];
    }
    if (headers['x-amz-target'] === 'secretsmanager.GetSecretValue' && (JSON.parse(body) as { SecretId: string }).SecretId === SECRET_ARN) {
      return [200, JSON.stringify({ ARN: SECRET_ARN, SecretString: this.secret })];
    }
    return url.startsWith('/authorities/bundle.pem') ? [200, this.database.ca] : [404, ''];
  }
}

async function readAll(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk as string;
  return body;
}
