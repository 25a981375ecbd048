/** What a database user may read of one schema in PostgreSQL. */
export interface SchemaRights {
  /** Name of the schema, in upper and lower case as it was created. */
  readonly name: string;

  /**
   * The only tables, views and materialized views of the schema that may be read.
   *
   * @default - all that the schema has when the rights are granted
   */
  readonly tables?: string[];

  /**
   * Roles whose future tables in the schema may be read as well: PostgreSQL grants on tables that are there, so a table that one of
   * these roles makes later is covered, and one that another role makes is not. The admin must be a member of each.
   *
   * @default - future tables can't be read until the rights are granted anew
   * @see https://www.postgresql.org/docs/current/sql-alterdefaultprivileges.html
   */
  readonly owners?: string[];
}

/** What a database user may read of one database. */
export interface DatabaseRights {
  /** Name of the database, in upper and lower case as it was created. In MySQL and MariaDB a schema is the same thing. */
  readonly name: string;

  /**
   * PostgreSQL: the schemas whose tables may be read.
   *
   * @default - `public`; MySQL and MariaDB have no schemas in a database
   */
  readonly schemas?: SchemaRights[];

  /**
   * MySQL and MariaDB: the only tables and views of the database that may be read. In PostgreSQL they belong to a schema.
   *
   * @default - all, future ones too
   */
  readonly tables?: string[];
}

/** The two languages of rights: PostgreSQL's, and that of MySQL and MariaDB. */
export type DatabaseFamily = 'postgres' | 'mysql';

/** The family of an engine by the name that RDS gives it. */
export function familyOf(engine: string): DatabaseFamily {
  return engine.includes('postgres') ? 'postgres' : 'mysql';
}

const PUBLIC: readonly SchemaRights[] = [{ name: 'public' }];

/** The schemas of a database in PostgreSQL, with the one that is meant when none is named. */
export function schemasOf({ schemas = [...PUBLIC] }: DatabaseRights): readonly SchemaRights[] {
  return schemas;
}
