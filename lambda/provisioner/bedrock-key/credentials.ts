import {
  CreateServiceSpecificCredentialCommand, DeleteServiceSpecificCredentialCommand, type IAMClient, ListServiceSpecificCredentialsCommand,
  type ServiceSpecificCredentialMetadata,
} from '@aws-sdk/client-iam';
import type { ApiKey } from './api-key';
import { failureOf } from '../../aws/failure';
import type { Redactor } from '../../log/redactor';

const SERVICE = 'bedrock.amazonaws.com';
const DAY_MS = 86_400_000;

/** A key of the user as IAM lists it, without its secret. */
export interface Credential {
  readonly id: string;
  readonly active: boolean;
  /** The days that it was made for. */
  readonly ageDays?: number;
}

/** The API keys of one user. IAM keeps at most two and tells the secret of each once, when it is made. */
export interface Credentials {
  /** Nothing for a user who is gone. */
  readonly list: () => Promise<readonly Credential[]>;
  readonly create: (ageDays: number) => Promise<ApiKey>;
  /** Also of a key that is gone already. */
  readonly remove: (id: string) => Promise<void>;
}

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceSpecificCredential.html */
export function createCredentials(iam: IAMClient, UserName: string, redactor: Redactor): Credentials {
  return {
    list: async () => {
      try {
        const { ServiceSpecificCredentials = [] } = await iam.send(new ListServiceSpecificCredentialsCommand({ UserName, ServiceName: SERVICE }));
        return ServiceSpecificCredentials.map(credentialOf);
      } catch (error) {
        if (isGone(error)) return [];
        throw error;
      }
    },
    create: async (CredentialAgeDays) => {
      const input = { UserName, ServiceName: SERVICE, CredentialAgeDays };
      const { ServiceSpecificCredential: made } = await iam.send(new CreateServiceSpecificCredentialCommand(input));
      redactor.add(made?.ServiceCredentialSecret);
      if (!made?.ServiceSpecificCredentialId || !made.ServiceCredentialSecret || !made.ExpirationDate) throw new Error('IAM answered without an API key that expires');
      return { apiKey: made.ServiceCredentialSecret, credentialId: made.ServiceSpecificCredentialId, expiresAt: made.ExpirationDate.toISOString() };
    },
    remove: async (ServiceSpecificCredentialId) => {
      try {
        await iam.send(new DeleteServiceSpecificCredentialCommand({ UserName, ServiceSpecificCredentialId }));
      } catch (error) {
        if (!isGone(error)) throw error;
      }
    },
  };
}

function credentialOf({ ServiceSpecificCredentialId: id = '', Status, CreateDate, ExpirationDate }: ServiceSpecificCredentialMetadata): Credential {
  const age = CreateDate && ExpirationDate && { ageDays: Math.round((ExpirationDate.getTime() - CreateDate.getTime()) / DAY_MS) };
  return { id, active: Status === 'Active', ...age };
}

function isGone(error: unknown): boolean {
  return failureOf(error).name.startsWith('NoSuchEntity');
}
