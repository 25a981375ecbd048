import type { ConnectionMethod } from './connection-method';
import type { FormField } from './form-field';
import type { Integration } from './integration';

/** What a platform's request to register a connection needs to know. */
export interface RegistrationFacts {
  readonly roleArn: string;
  readonly region: string;
  readonly stsEndpoint: string;
}

/** Everything that is particular to one platform; `Platform` is its public face. */
export interface PlatformDefinition {
  readonly id: string;
  readonly displayName: string;
  readonly resourcePrefix: string;
  readonly methods: readonly ConnectionMethod[];
  readonly integrations: readonly Integration[];
  readonly issuerUrl?: string;
  readonly audience?: string;
  readonly principal?: string;
  /** The partition of the account that `principal` numbers, where it is known: in another one the number is a stranger's. */
  readonly principalPartition?: string;
  readonly externalIdRequired?: boolean;
  /** Fields of the connection form of each method. */
  readonly connectionFields: Readonly<Partial<Record<ConnectionMethod, readonly FormField[]>>>;
  /** Fields of the form of each integration. */
  readonly integrationFields: Readonly<Partial<Record<Integration, readonly FormField[]>>>;
  /** The message of a successful test connection, with `{placeholders}` for the figures. */
  readonly successMessages: Readonly<Partial<Record<Integration, string>>>;
  /** Whether its form takes a provisioned throughput by the last part of the ARN, where Bedrock's own API takes the ARN. */
  readonly provisionedModelByIdOnly?: boolean;
  /** The database user that the platform connects as, where it fixes one. */
  readonly databaseUser?: string;
  /** The text that asks the platform's support to register a connection; absent where the platform needs none. */
  readonly registrationRequest?: (facts: RegistrationFacts) => string;
}
