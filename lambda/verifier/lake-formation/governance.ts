import {
  GetDataLakeSettingsCommand, LakeFormationClient, ListPermissionsCommand, type PrincipalResourcePermissions, type Resource,
} from '@aws-sdk/client-lakeformation';
import { fullName, type TableName } from './table-name';
import { failureOf } from '../../aws/failure';
import type { IntegrationContext } from '../integrations/integration-plan';

/** How the account uses Lake Formation, as far as the verifier may see it. */
export interface Settings {
  readonly administrators: readonly string[];
  /** Whether a new table is open to whoever may call Glue. */
  readonly newTablesOpen: boolean;
}

/** What has been granted on tables and databases, by name; `*` for all tables of a database. */
export interface Grants {
  /** Things on which IAMAllowedPrincipals holds Super, so that Lake Formation does not decide. */
  readonly open: ReadonlySet<string>;
  /** Things on which the connection's role holds a grant. */
  readonly ofRole: ReadonlySet<string>;
  /** Tables of which the role sees filtered rows or cells. */
  readonly filtered: ReadonlySet<string>;
}

/** What the verifier's own role reads of Lake Formation: the platform's role may not. */
export interface Governance {
  readonly settings: () => Promise<Settings>;
  readonly grants: () => Promise<Grants>;
  readonly close: () => void;
}

/** https://docs.aws.amazon.com/lake-formation/latest/dg/access-control-underlying-data.html */
const EVERYBODY = 'IAM_ALLOWED_PRINCIPALS';
const PER_PAGE = 100;
/** Accounts can have very many grants, and a report needs an answer in time. */
const MOST_PAGES = 20;

export function createGovernance({ calls, document }: IntegrationContext): Governance {
  const client = new LakeFormationClient({ region: document.region });
  let settings: Promise<Settings> | undefined;
  let grants: Promise<Grants> | undefined;

  const readSettings = async (): Promise<Settings> => {
    const { DataLakeSettings = {} } = await calls.mustWork((abortSignal) => client.send(new GetDataLakeSettingsCommand({}), { abortSignal }));
    const { DataLakeAdmins = [], CreateTableDefaultPermissions = [] } = DataLakeSettings;
    return {
      administrators: DataLakeAdmins.flatMap(({ DataLakePrincipalIdentifier }) => DataLakePrincipalIdentifier ?? []),
      newTablesOpen: CreateTableDefaultPermissions.some(({ Principal }) => Principal?.DataLakePrincipalIdentifier === EVERYBODY),
    };
  };

  const grantsOf = async (principal: string): Promise<readonly PrincipalResourcePermissions[]> => {
    const Principal = { DataLakePrincipalIdentifier: principal };
    const all: PrincipalResourcePermissions[] = [];
    let NextToken: string | undefined;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const answer = await calls.mustWork((abortSignal) => (
        client.send(new ListPermissionsCommand({ Principal, MaxResults: PER_PAGE, NextToken }), { abortSignal })
      ));
      all.push(...answer.PrincipalResourcePermissions ?? []);
      NextToken = answer.NextToken || undefined;
      if (NextToken === undefined) break;
    }
    return all;
  };

  const readGrants = async (): Promise<Grants> => {
    const [everybody, role] = await Promise.all([grantsOf(EVERYBODY), grantsOf(document.principal.arn)]);
    return {
      open: namesOf(everybody.filter(({ Permissions = [] }) => Permissions.includes('ALL'))),
      ofRole: namesOf(role),
      filtered: namesOf(role.filter(({ Resource }) => Resource?.DataCellsFilter)),
    };
  };

  return {
    settings: async () => (settings ??= readSettings()),
    grants: async () => (grants ??= readGrants()),
    close: () => client.destroy(),
  };
}

function namesOf(grants: readonly PrincipalResourcePermissions[]): ReadonlySet<string> {
  return new Set(grants.flatMap(({ Resource }) => nameOf(Resource) ?? []));
}

function nameOf({ Database, Table, TableWithColumns, DataCellsFilter }: Resource = {}): string | undefined {
  if (Table) return `${Table.DatabaseName}.${Table.TableWildcard ? '*' : Table.Name}`;
  if (TableWithColumns) return `${TableWithColumns.DatabaseName}.${TableWithColumns.Name}`;
  if (DataCellsFilter) return `${DataCellsFilter.DatabaseName}.${DataCellsFilter.TableName}`;
  return Database?.Name;
}

export function holds(names: ReadonlySet<string>, table: TableName): boolean {
  return names.has(fullName(table)) || names.has(`${table.database}.*`);
}

/** What cannot be read is not known, which is no failure of the connection. */
export async function ifAllowed<T>(read: Promise<T>): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    if (failureOf(error).kind === 'denied') return undefined;
    throw error;
  }
}
