import { AthenaClient, CreateWorkGroupCommand, type WorkGroupConfiguration } from '@aws-sdk/client-athena';
import { type Column, CreateDatabaseCommand, CreateTableCommand, GlueClient } from '@aws-sdk/client-glue';
import {
  AddLFTagsToResourceCommand, GrantPermissionsCommand, LakeFormationClient, type Permission, PutDataLakeSettingsCommand, RegisterResourceCommand,
  type Resource,
} from '@aws-sdk/client-lakeformation';
import type { LocalAws } from './local-aws';

export interface TableState {
  readonly database: string;
  readonly name: string;
  /** `s3://bucket/path/` */
  readonly location: string;
  readonly format: 'csv' | 'parquet';
  readonly columns: readonly Column[];
  readonly partitionKeys?: readonly Column[];
}

const FORMATS = {
  csv: { SerdeInfo: { SerializationLibrary: 'org.apache.hadoop.hive.serde2.OpenCSVSerde', Parameters: { separatorChar: ',' } }, InputFormat: 'org.apache.hadoop.mapred.TextInputFormat' },
  parquet: { SerdeInfo: { SerializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe' }, InputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat' },
} as const;

/** A data lake that Lake Formation governs, whatever IAM says: how an account with settings that were changed for it looks. */
export class DataLake {
  private readonly glue: GlueClient;
  private readonly lakeFormation: LakeFormationClient;

  constructor(private readonly aws: LocalAws) {
    this.glue = new GlueClient(aws.clientConfig());
    this.lakeFormation = new LakeFormationClient(aws.clientConfig());
  }

  /** From now on new databases and tables are not open to whoever may call Glue. */
  async govern(administrators: readonly string[] = []): Promise<void> {
    await this.lakeFormation.send(new PutDataLakeSettingsCommand({
      DataLakeSettings: {
        DataLakeAdmins: administrators.map((DataLakePrincipalIdentifier) => ({ DataLakePrincipalIdentifier })),
        CreateDatabaseDefaultPermissions: [],
        CreateTableDefaultPermissions: [],
      },
    }));
  }

  async database(Name: string): Promise<void> {
    await this.glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name } }));
  }

  async table({ database, name, location, format, columns, partitionKeys = [] }: TableState): Promise<void> {
    await this.glue.send(new CreateTableCommand({
      DatabaseName: database,
      TableInput: {
        Name: name,
        TableType: 'EXTERNAL_TABLE',
        Parameters: format === 'csv' ? { 'skip.header.line.count': '1', 'classification': 'csv' } : { classification: 'parquet' },
        PartitionKeys: [...partitionKeys],
        StorageDescriptor: { Columns: [...columns], Location: location, ...FORMATS[format] },
      },
    }));
  }

  /** Lake Formation hands out the data there: `arn:aws:s3:::bucket/path` */
  async register(ResourceArn: string): Promise<void> {
    await this.lakeFormation.send(new RegisterResourceCommand({ ResourceArn, UseServiceLinkedRole: true }));
  }

  async grant(principal: string, resource: Resource, permissions: readonly Permission[]): Promise<void> {
    const Principal = { DataLakePrincipalIdentifier: principal };
    await this.lakeFormation.send(new GrantPermissionsCommand({ Principal, Resource: resource, Permissions: [...permissions] }));
  }

  async tag(resource: Resource, key: string, value: string): Promise<void> {
    await this.lakeFormation.send(new AddLFTagsToResourceCommand({ Resource: resource, LFTags: [{ TagKey: key, TagValues: [value] }] }));
  }

  async workgroup(Name: string, Configuration: WorkGroupConfiguration): Promise<void> {
    await new AthenaClient(this.aws.clientConfig()).send(new CreateWorkGroupCommand({ Name, Configuration }));
  }
}
