import type { RowDataPacket } from 'mysql2/promise';

/** ? are the names of the system's databases. A user sees only the databases on which it has some privilege. */
export const LIST_DATABASES = `
SELECT SCHEMA_NAME AS name FROM information_schema.SCHEMATA WHERE LOWER(SCHEMA_NAME) NOT IN (?) ORDER BY SCHEMA_NAME`;

/** The base tables of a database; MariaDB has a name of its own for those with system versioning. */
export const LIST_TABLES = `
SELECT TABLE_NAME AS name, CAST(TABLE_ROWS AS CHAR) AS row_count, CAST(DATA_LENGTH + INDEX_LENGTH AS CHAR) AS bytes
FROM information_schema.TABLES
WHERE TABLE_SCHEMA = ? AND TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED')
ORDER BY TABLE_NAME`;

/** One row a table: without it, the columns of 2,000 tables would be read one table at a time. */
export const COUNT_COLUMNS = `
SELECT TABLE_NAME AS name, COUNT(*) AS columns, SUM(FIND_IN_SET('select', PRIVILEGES) > 0) AS readable
FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ? GROUP BY TABLE_NAME`;

/** The columns that SELECT * gives: invisible ones are left out. MariaDB stores a JSON column as longtext. */
export const DESCRIBE_COLUMNS = `
SELECT COLUMN_NAME AS name, DATA_TYPE AS data_type, COLUMN_TYPE AS type, CHARACTER_SET_NAME AS charset,
  CAST(CHARACTER_OCTET_LENGTH AS CHAR) AS octets, FIND_IN_SET('select', PRIVILEGES) > 0 AS readable
FROM information_schema.COLUMNS
WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND EXTRA NOT LIKE '%INVISIBLE%'
ORDER BY ORDINAL_POSITION`;

export interface DatabaseRow extends RowDataPacket { readonly name: string }

export interface TableRow extends RowDataPacket {
  readonly name: string;
  readonly row_count: string | null;
  readonly bytes: string | null;
}

export interface ColumnCountRow extends RowDataPacket {
  readonly name: string;
  readonly columns: number;
  readonly readable: number | string;
}

export interface ColumnRow {
  readonly name: string;
  readonly data_type: string;
  readonly type: string;
  readonly charset: string | null;
  readonly octets: string | null;
  readonly readable: number;
}
