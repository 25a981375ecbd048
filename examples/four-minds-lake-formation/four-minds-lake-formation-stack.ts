import { Duration, Size, Stack, type StackProps } from 'aws-cdk-lib/core';
import {
  AthenaResultsLocation, AthenaWorkgroup, ConnectionVerifier, LakeFormationAccess, type LakeFormationTable, OidcFederationRole, Platform,
} from 'cdk-ai-platform-access';
import type { Construct } from 'constructs';

export interface FourMindsLakeFormationStackProps extends StackProps {
  /** The `sub` claim of the tokens that 4MINDS issues for you. */
  readonly subject: string;
  /** Tables to query besides those of the database `weather`. */
  readonly tables?: LakeFormationTable[];
}

/** 4MINDS queries governed tables: a whole database, some columns of another's table, and nothing else. */
export class FourMindsLakeFormationStack extends Stack {
  public constructor(scope: Construct, id: string, props: FourMindsLakeFormationStackProps) {
    super(scope, id, props);
    const connection = new OidcFederationRole(this, 'FourMinds', {
      platform: Platform.fourMinds(),
      subjects: [props.subject],
    });
    new LakeFormationAccess(this, 'Lake', {
      connection,
      databases: [{ name: 'weather' }],
      tables: props.tables ?? [{ database: 'transport', name: 'airports', columns: ['iata', 'city', 'state'] }],
      deniedTables: [
        { database: 'transport', name: 'airports', columns: ['latitude'] },
        { database: 'transport', name: 'strikes' },
      ],
      resultsLocation: AthenaResultsLocation.create({ expiration: Duration.days(1) }),
      workgroup: AthenaWorkgroup.create({ scanLimit: Size.gibibytes(1) }),
    });
    new ConnectionVerifier(this, 'Verifier', { connection });
  }
}
