import type { ProbeAction } from '../../../src/access/permission';
import type { ConnectionDocumentV1 } from '../../../src/document/connection-document-v1';
import type { Check, Integration } from '../../../src/verification/verification-report-v1';
import type { Calls } from '../calls/calls';
import type { SessionCredentials } from '../connection/session';
import type { Probe } from '../probes/probe';
import type { Limits } from '../request/limits';
import type { SageMakerRequests } from '../request/sagemaker-requests';

/** What an integration's probes work with. Everything that is sent goes through `calls`. */
export interface IntegrationContext {
  readonly document: ConnectionDocumentV1;
  readonly action: ProbeAction;
  readonly limits: Limits;
  /** What the caller wants SageMaker endpoints to be invoked with. */
  readonly sageMakerRequests?: SageMakerRequests;
  readonly calls: Calls;
  /** The credentials that the platform gets. Asked for by the SDK clients at their first call. */
  readonly credentials: () => Promise<SessionCredentials>;
  /** Absent unless the platform comes in with a Bedrock API key: then it takes the place of the credentials. */
  readonly bearerToken?: () => Promise<string>;
}

/** What an integration found, in figures and in the platform's words. */
export interface Outcome {
  /** 0 means that everything worked and there was nothing to find; absent: that there is nothing to look for. */
  readonly found?: number;
  readonly message: string;
}

/** An integration, ready to be verified. */
export interface IntegrationPlan {
  readonly integration: Integration;
  readonly displayName: string;
  readonly probes: readonly Probe[];
  /** Reads the outcome from the checks. */
  readonly outcome: (checks: readonly Check[]) => Outcome;
  readonly close: () => void;
}
