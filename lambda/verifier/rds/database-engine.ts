import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';

/** Where to connect, as whom, and what the server's certificate is verified with. */
export interface ConnectionTarget {
  /** The endpoint that RDS gives: the certificate names it, so an IP address is refused. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** PEM text of the certificate authorities of RDS. */
  readonly ca: string;
  /** @default - the engine's own default database */
  readonly database?: string;
}

export interface Login extends ConnectionTarget {
  /** An IAM token, or the password of a user that has one. */
  readonly password: string;
  readonly timeoutMs: number;
}

export interface DatabaseSummary {
  readonly name: string;
  readonly accessible: boolean;
}

export interface TableName {
  /** The schema in PostgreSQL, the database in MySQL. */
  readonly schema: string;
  readonly name: string;
}

export interface TableSummary extends TableName {
  /** As the platform shows it: `public.customers` in PostgreSQL, just `orders` in MySQL. */
  readonly qualifiedName: string;
  /** The server's own estimate; 'unknown' where it has none, which is not the same as 0. */
  readonly estimatedRows: number | 'unknown';
  readonly columns: number;
  readonly bytes: number | 'unknown';
  /** What of the table the user may read. */
  readonly access: 'all' | 'some-columns' | 'none';
}

export interface DroppedColumn {
  readonly name: string;
  readonly type: string;
  readonly reason: 'binary' | 'no-privilege';
}

export interface ExportLimits {
  readonly maxRows: number;
  /** From the first query to the last byte; the socket is destroyed when it is over. */
  readonly timeoutMs: number;
}

/** Takes the CSV of one table. It must fail when the stream fails, and leave nothing that looks like a whole file. */
export type CsvSink = (csv: Readable) => Promise<void>;

export interface ExportedTable {
  readonly rows: number;
  readonly bytes: number;
  /** True when the table has more rows than the limit: exact, not estimated. */
  readonly truncated: boolean;
  readonly columns: readonly string[];
  readonly droppedColumns: readonly DroppedColumn[];
}

/** One login. After a failed export it is closed, and a new one has to be opened. */
export interface DatabaseSession {
  /** MySQL: the host of the account that the server took the login for, `%` for any; it can have several of one name. */
  readonly accountHost?: string;
  /** `SELECT 1`. */
  ping(): Promise<void>;
  /** The databases of the instance without those of the system. */
  listDatabases(): Promise<readonly DatabaseSummary[]>;
  /** The base tables of the connected database, in a number of round trips that does not grow with the tables. */
  listTables(): Promise<readonly TableSummary[]>;
  exportTable(table: TableName, limits: ExportLimits, sink: CsvSink): Promise<ExportedTable>;
  close(): Promise<void>;
}

/** A family of database engines that speak one protocol. */
export interface DatabaseEngine {
  readonly family: 'postgres' | 'mysql';
  readonly defaultPort: number;
  /** Asks the server, in the engine's own words, to go on with TLS on this socket. */
  requestTls(socket: Socket): Promise<void>;
  connect(login: Login): Promise<DatabaseSession>;
}

/** Databases that belong to the system, in every engine. */
export const SYSTEM_DATABASES: readonly string[] = [
  'rdsadmin', 'mysql', 'information_schema', 'performance_schema', 'sys', 'template0', 'template1',
];
