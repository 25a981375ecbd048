/* eslint-disable @stylistic/quote-props */
// Generated from schema/connection-document.schema.json by `npm run generate`: change the schema, not this file.

/**
 * What an AI platform is told about a connection to an AWS account. Holds no secret: a secret appears as the ARN that it is kept under.
 */
export interface ConnectionDocumentV1 {
  schemaVersion: 1;
  platform: {
    /**
     * Stable identifier of the platform.
     */
    id: string;
    /**
     * The platform's name as people know it.
     */
    displayName: string;
  };
  /**
   * How the platform comes in.
   */
  method: 'oidc-federation' | 'cross-account-role' | 'cognito' | 'bedrock-api-key';
  /**
   * Whether the platform must register the connection before it can use it.
   */
  status: 'ready' | 'pending registration';
  partition: string;
  /**
   * The customer's AWS account.
   */
  account: string;
  /**
   * The region to enter in the platform's form.
   */
  region: string;
  principal: Principal;
  trust: Trust;
  sts: {
    /**
     * The regional STS endpoint, an https URL.
     */
    endpoint: string;
    /**
     * The longest session in seconds that the platform gets by this method.
     */
    sessionSeconds: number;
  };
  registration?: {
    /**
     * The text to send to the platform's support.
     */
    request: string;
  };
  cognito?: Cognito;
  /**
   * What the platform's form asks for and this document does not hold.
   */
  secrets?: KeptSecret[];
  fields: Fields;
  /**
   * Only integrations that are deployed are here.
   */
  integrations: {
    s3?: S3Section;
    bedrock?: BedrockSection;
    'lake-formation'?: LakeFormationSection;
    sagemaker?: SageMakerSection;
    rds?: RdsSection;
  };
  /**
   * What the reader of this connection should know.
   */
  warnings: string[];
}
export interface Principal {
  type: 'role' | 'user';
  arn: string;
  name: string;
  /**
   * True when the principal existed before and its trust policy was left as it was.
   */
  imported: boolean;
}
/**
 * What the trust policy must say, for a reader and for the verifier that compares it with what is there.
 */
export interface Trust {
  /**
   * The STS actions that the platform is allowed.
   */
  actions: string[];
  /**
   * The OIDC issuer, equal to the token's iss claim to the letter.
   */
  issuer?: string;
  providerArn?: string;
  audiences?: string[];
  subjects?: string[];
  subjectPatterns?: string[];
  /**
   * True when every subject of the issuer is let in.
   */
  anySubject?: boolean;
  /**
   * AWS principals that may assume the role.
   */
  principals?: string[];
  externalId?: string;
  organizationId?: string;
  /**
   * The Cognito identity pool whose signed-in identities may assume the role.
   */
  identityPool?: {
    /**
     * The federated principal, different in each partition.
     */
    provider: string;
    id: string;
    /**
     * The only identity that is let in; absent: every signed-in one.
     */
    identityId?: string;
  };
  /**
   * ARN of the verifier's role, when the trust lets it in.
   */
  verifier?: string;
  /**
   * The trust policy as it was written or, for an imported role, as it must be.
   */
  policy?: {
    readonly [key: string]: unknown;
  };
}
/**
 * How the platform signs in to Cognito.
 */
export interface Cognito {
  userPoolId: string;
  /**
   * The name under which the identity pool knows the user pool.
   */
  userPoolProvider: string;
  appClientId: string;
  /**
   * ARN of the secret that holds the app client's; absent: it has none.
   */
  appClientSecretArn?: string;
  identityPoolId: string;
  username: string;
  /**
   * ARN of the secret that holds the password.
   */
  passwordSecretArn: string;
}
export interface KeptSecret {
  /**
   * The label in the platform's form.
   */
  field: string;
  /**
   * ARN of the secret in Secrets Manager.
   */
  arn: string;
  /**
   * The command that prints what to paste.
   */
  read: string;
}
/**
 * Values to paste, keyed by the label in the platform's form.
 */
export interface Fields {
  [k: string]: string | string[];
}
export interface S3Section {
  displayName: string;
  /**
   * The platform's own message, with {placeholders}.
   */
  successMessage: string;
  fields: Fields;
  permissions: Permission[];
  probes: Probe[];
  scope: {
    allBuckets: boolean;
    buckets: string[];
    /**
     * The prefixes that buckets are limited to, by their names; a bucket that is not here is allowed as a whole.
     */
    prefixes?: {
      [k: string]: string[];
    };
    /**
     * Buckets that the platform must be refused.
     */
    deniedBuckets: string[];
  };
}
export interface Permission {
  action: string;
  /**
   * What the action is granted on, in words.
   */
  on: string;
  /**
   * What the platform needs it for.
   */
  purpose: string;
  required: boolean;
  /**
   * The probe that exercises it.
   */
  probe: string;
}
export interface Probe {
  id: string;
  expects: 'allowed' | 'denied';
}
export interface BedrockSection {
  displayName: string;
  /**
   * The platform's own message, with {placeholders}.
   */
  successMessage: string;
  fields: Fields;
  permissions: Permission[];
  probes: Probe[];
  scope: {
    allModels: boolean;
    /**
     * Where all models may be called. Absent: in every region.
     */
    regions?: string[];
    streaming: boolean;
    /**
     * Whether the verifier invokes the models.
     */
    invoke: boolean;
    /**
     * Every call must name it.
     */
    guardrail?: {
      arn: string;
      /**
       * Absent: any numbered version.
       */
      version?: string;
    };
    models: BedrockModelEntry[];
    /**
     * Models that the platform must be refused. Empty: the verifier takes one that is not granted.
     */
    deniedModels: {
      call: string;
      region: string;
    }[];
    /**
     * Regions in which the platform must be refused. Absent: the verifier takes one that is not granted.
     */
    deniedRegions?: string[];
    /**
     * Where the answer is in each form of response.
     */
    responseMappings: {
      [k: string]: ResponseMapping;
    };
  };
}
/**
 * A model that the platform may invoke.
 */
export interface BedrockModelEntry {
  type:
    | 'foundation-model'
    | 'inference-profile'
    | 'application-inference-profile'
    | 'provisioned-model'
    | 'custom-model-deployment'
    | 'imported-model'
    | 'prompt-router'
    | 'marketplace-endpoint';
  /**
   * The exact string to enter in the platform's form.
   */
  modelId: string;
  /**
   * The modelId of Bedrock's own API.
   */
  call: string;
  /**
   * Where the model may be called.
   */
  regions: string[];
  /**
   * Absent: wherever the profile sends a call.
   */
  destinationRegions?: string[];
  /**
   * The ID of the foundation model, where it is known.
   */
  foundationModel?: string;
  /**
   * The forms of its responses that are known: names of responseMappings. The first is Converse's; empty for a model that does not converse.
   */
  responses: string[];
}
/**
 * JSONPaths into a response.
 */
export interface ResponseMapping {
  outputText: string;
  /**
   * How many tokens went in. Absent: not in the body; Bedrock has it in the header x-amzn-bedrock-input-token-count.
   */
  inputUsage?: string;
  /**
   * How many tokens came out. Absent: not in the body; Bedrock has it in the header x-amzn-bedrock-output-token-count.
   */
  outputUsage?: string;
}
export interface LakeFormationSection {
  displayName: string;
  /**
   * The platform's own message, with {placeholders}.
   */
  successMessage: string;
  fields: Fields;
  permissions: Permission[];
  probes: Probe[];
  scope: {
    /**
     * Whether every table may be read that Lake Formation shows.
     */
    allDatabases: boolean;
    /**
     * Databases of which every table may be read.
     */
    databases: string[];
    tables: CatalogTable[];
    /**
     * Tables with all of these tags may be read.
     */
    lfTags: {
      key: string;
      values: string[];
    }[];
    /**
     * Tables, or columns of tables, that the platform must be refused.
     */
    deniedTables: CatalogTable[];
    /**
     * The Athena workgroup that queries run in.
     */
    workgroup: string;
    /**
     * Where query results go: s3://bucket/path/
     */
    resultsLocation: string;
    /**
     * Whether the deployment grants what Lake Formation asks for; else an administrator does.
     */
    grants: boolean;
  };
}
export interface CatalogTable {
  database: string;
  name: string;
  /**
   * Absent: all columns.
   */
  columns?: string[];
}
export interface SageMakerSection {
  displayName: string;
  /**
   * The platform's own message, with {placeholders}.
   */
  successMessage: string;
  fields: Fields;
  permissions: Permission[];
  probes: Probe[];
  scope: {
    allEndpoints: boolean;
    endpoints: {
      /**
       * In the upper and lower case that a call wants.
       */
      name: string;
      inferenceComponents?: string[];
      /**
       * Models of a multi-model endpoint, * for any characters. Absent: every model.
       */
      targetModels?: string[];
      testRequest?: SageMakerTestRequest;
    }[];
    /**
     * Whether answers may be streamed.
     */
    streaming: boolean;
    /**
     * Whether configurations, models and training jobs may be looked at.
     */
    lineage: boolean;
    /**
     * Endpoints that the platform must be refused.
     */
    deniedEndpoints: string[];
  };
}
/**
 * What the verifier invokes an endpoint with.
 */
export interface SageMakerTestRequest {
  body: string;
  contentType: string;
  accept?: string;
}
export interface RdsSection {
  displayName: string;
  /**
   * The platform's own message, with {placeholders}.
   */
  successMessage: string;
  fields: Fields;
  permissions: Permission[];
  probes: Probe[];
  scope: {
    /**
     * True when every database of the region and account may be connected to; databases is empty then.
     */
    allDatabases: boolean;
    databaseUser: string;
    databases: RdsTarget[];
    /**
     * Databases that must refuse the platform.
     */
    deniedDatabases: RdsTarget[];
    /**
     * Database users that the platform must not get in as.
     */
    deniedDatabaseUsers: string[];
    /**
     * A PEM file with the certificate authorities to trust; absent: those that come with the verifier.
     */
    certificateAuthorities?: {
      bucket: string;
      key: string;
    };
    /**
     * Where the verifier's import writes the tables; absent: it counts them and keeps nothing.
     */
    importTo?: {
      bucket: string;
      prefix: string;
    };
  };
}
/**
 * A database server, and whom to log in as.
 */
export interface RdsTarget {
  kind: 'instance' | 'cluster' | 'proxy';
  /**
   * What rds-db:connect names: db-..., cluster-... or prx-...
   */
  resourceId: string;
  /**
   * The name of the instance, cluster or proxy, where it is known.
   */
  identifier?: string;
  /**
   * The engine as RDS names it, such as aurora-postgresql.
   */
  engine: string;
  /**
   * The host name of the endpoint.
   */
  host: string;
  /**
   * The TCP port in digits.
   */
  port: string;
  /**
   * The database user that the token is made for.
   */
  user: string;
  /**
   * The database inside the server; absent: all that the user may connect to.
   */
  database?: string;
}
