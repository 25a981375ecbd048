/** A database of another account, or of another name, that a resource link stands for. */
export interface LinkedDatabase {
  /** The account whose Data Catalog has the database: 12 digits. */
  readonly catalogId: string;

  /** The name of the database there. */
  readonly database: string;
}

/** A table of another account, or of another name, that a resource link stands for. */
export interface LinkedTable {
  /** The account whose Data Catalog has the table: 12 digits. */
  readonly catalogId: string;

  /** The name of the database there. */
  readonly database: string;

  /** The name of the table there. */
  readonly name: string;
}

/** A database of the Data Catalog, with all its tables. */
export interface LakeFormationDatabase {
  /** The name of the database, or of the resource link to it, in this account. */
  readonly name: string;

  /**
   * What the database links to, if it is a resource link: both need permissions and grants of their own.
   *
   * @default - it is no resource link
   * @see https://docs.aws.amazon.com/lake-formation/latest/dg/granting-link-permissions.html
   */
  readonly linksTo?: LinkedDatabase;
}

/** A table of the Data Catalog, or some of its columns. */
export interface LakeFormationTable {
  /** The database that the table, or the resource link to it, is in. */
  readonly database: string;

  /** The name of the table, or of the resource link to it, in this account. */
  readonly name: string;

  /**
   * The columns, where not all of the table are meant.
   *
   * @default - all columns
   */
  readonly columns?: string[];

  /**
   * What the table links to, if it is a resource link: both need permissions and grants of their own.
   *
   * @default - it is no resource link
   * @see https://docs.aws.amazon.com/lake-formation/latest/dg/granting-link-permissions.html
   */
  readonly linksTo?: LinkedTable;
}
