import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import type { ConnectionDocument } from '../document/connection-document';
import type { ConnectionMethod } from '../platform/connection-method';
import type { Platform } from '../platform/platform';

/** How a platform comes in: the connections of this library. */
export interface IConnection extends IConstruct, IGrantable {
  /** The platform that comes in. */
  readonly platform: Platform;
  /** How it comes in. */
  readonly method: ConnectionMethod;
  /** What the platform is told. */
  readonly document: ConnectionDocument;
}
