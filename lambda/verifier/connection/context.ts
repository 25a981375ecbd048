import type { ConnectionDocumentV1 } from '../../../src/document/connection-document-v1';
import type { Redactor } from '../../log/redactor';
import type { Calls } from '../calls/calls';
import type { VerificationRequest } from '../request/parse-request';

/** What the probes of the connection itself work with. */
export interface ConnectionContext {
  readonly document: ConnectionDocumentV1;
  readonly request: VerificationRequest;
  readonly calls: Calls;
  readonly redactor: Redactor;
}
