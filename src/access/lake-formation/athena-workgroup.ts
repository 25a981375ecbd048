import { CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { Names, Size, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { ResultsLocation } from './athena-results-location';
import { requireRegion } from './require-region';
import { requireOwnResults } from './workgroup-settings';
import { invalid, isLiteral, requireText } from '../../validation/invalid';

/** Options of a workgroup that is made. */
export interface CreatedWorkgroupOptions {
  /**
   * The name: letters, digits, `.`, `_` and `-`, at most 128.
   *
   * @default - made of the construct's path
   */
  readonly name?: string;

  /**
   * How much one query may read before Athena stops it, as a guard of cost. At least 10 MB.
   *
   * @default Size.gibibytes(10)
   * @see https://docs.aws.amazon.com/athena/latest/ug/workgroups-setting-control-limits-cloudwatch.html
   */
  readonly scanLimit?: Size;
}

/** https://docs.aws.amazon.com/athena/latest/APIReference/API_WorkGroupConfiguration.html */
const LEAST_SCAN_BYTES = 10_000_000;

function requireName(property: string, name: string): void {
  requireText(property, name);
  if (!isLiteral(name)) return;
  if (name.startsWith('arn:')) throw invalid(property, name, 'is an ARN', `Give the name alone: ${name.split('/').at(-1) || 'primary'}`);
  if (!/^[a-zA-Z0-9._-]{1,128}$/.test(name)) throw invalid(property, name, 'is no name that a workgroup can have', 'Give 1 to 128 letters, digits, dots, underscores and hyphens');
}

/** The Athena workgroup that the platform's queries run in. */
export class AthenaWorkgroup {
  /** The workgroup `primary`, which every account has. Any query of its own name in the account is in it too. */
  public static primary(): AthenaWorkgroup {
    return AthenaWorkgroup.named('primary');
  }

  /** A workgroup that exists. The verifier tells when its settings override the results location. */
  public static named(name: string): AthenaWorkgroup {
    requireName('workgroup', name);
    return new AthenaWorkgroup(() => name);
  }

  /** A workgroup of the app; its settings must agree with the results location. */
  public static fromWorkgroup(workgroup: CfnWorkGroup): AthenaWorkgroup {
    return new AthenaWorkgroup((scope, results) => {
      requireRegion('workgroup', 'a workgroup', Stack.of(workgroup).region, scope);
      requireOwnResults(workgroup, results);
      return workgroup.name;
    });
  }

  /** A workgroup of its own: it writes to the results location whatever a client asks for, and stops queries that read too much. */
  public static create(options: CreatedWorkgroupOptions = {}): AthenaWorkgroup {
    const { scanLimit = Size.gibibytes(10) } = options;
    if (options.name !== undefined) requireName('workgroup.name', options.name);
    if (!scanLimit.isUnresolved() && scanLimit.toBytes() < LEAST_SCAN_BYTES) {
      throw invalid('workgroup.scanLimit', `${scanLimit.toBytes()} bytes`, 'is less than Athena takes', 'Give at least Size.mebibytes(10)');
    }
    return new AthenaWorkgroup((scope, results) => {
      const workgroup = new CfnWorkGroup(scope, 'Workgroup', {
        name: options.name ?? Names.uniqueResourceName(scope, { maxLength: 128, allowedSpecialCharacters: '-_' }),
        description: 'Queries of a connected AI platform',
        recursiveDeleteOption: true, // Its query history goes with it.
        workGroupConfiguration: {
          enforceWorkGroupConfiguration: true,
          bytesScannedCutoffPerQuery: scanLimit.toBytes(),
          publishCloudWatchMetricsEnabled: true,
          resultConfiguration: {
            outputLocation: results.uri,
            encryptionConfiguration: results.encryptionKey ? { encryptionOption: 'SSE_KMS', kmsKey: results.encryptionKey.keyArn } : { encryptionOption: 'SSE_S3' },
          },
        },
      });
      // The reference, not the name: whatever names the workgroup waits for it.
      return workgroup.ref;
    });
  }

  /** The workgroup's name. @internal */
  public readonly _bind: (scope: Construct, results: ResultsLocation) => string;

  private constructor(bind: (scope: Construct, results: ResultsLocation) => string) {
    this._bind = bind;
  }
}
