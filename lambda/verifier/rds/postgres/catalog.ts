/** The databases that accept connections; $1 are the names of the system's. */
export const LIST_DATABASES = `
SELECT datname AS name, pg_catalog.has_database_privilege(oid, 'CONNECT') AS accessible
FROM pg_catalog.pg_database
WHERE datallowconn AND NOT datistemplate AND datname <> ALL ($1)
ORDER BY datname`;

/**
 * The base tables of the database, a partitioned table once. pg_stat_user_tables, which the platform reads, lists partitions and
 * materialized views too, and shows 0 rows for a partitioned table and for a full table that was never analyzed. pg_class has -1 for
 * "never analyzed": that is unknown, unless the table has no page. Without a privilege a table is still in pg_class, unlike in
 * information_schema.
 */
export const LIST_TABLES = `
WITH RECURSIVE tree AS (
  SELECT c.oid AS root, c.oid AS member, c.relkind
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't'
    AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  UNION ALL
  SELECT tree.root, child.oid, child.relkind
  FROM tree
  JOIN pg_catalog.pg_inherits i ON i.inhparent = tree.member AND tree.relkind = 'p'
  JOIN pg_catalog.pg_class child ON child.oid = i.inhrelid
), leaf AS (
  SELECT tree.root, pg_catalog.pg_total_relation_size(c.oid) AS bytes,
    CASE
      WHEN c.reltuples >= 0 AND c.relpages > 0 THEN c.reltuples::bigint
      WHEN pg_catalog.pg_stat_get_live_tuples(c.oid) > 0 THEN pg_catalog.pg_stat_get_live_tuples(c.oid)
      WHEN c.relkind = 'r' AND pg_catalog.pg_relation_size(c.oid) = 0 THEN 0
    END AS row_count
  FROM tree JOIN pg_catalog.pg_class c ON c.oid = tree.member
  WHERE tree.relkind <> 'p'
), figures AS (
  SELECT root, sum(bytes) AS bytes, CASE WHEN bool_and(row_count IS NOT NULL) THEN sum(row_count) END AS row_count FROM leaf GROUP BY root
)
SELECT n.nspname AS schema, c.relname AS name,
  CASE WHEN figures.root IS NULL THEN 0 ELSE figures.row_count END::text AS row_count,
  coalesce(figures.bytes, 0)::text AS bytes,
  (SELECT count(*) FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)::int AS columns,
  CASE
    WHEN NOT pg_catalog.has_schema_privilege(n.oid, 'USAGE') THEN 'none'
    WHEN pg_catalog.has_table_privilege(c.oid, 'SELECT') THEN 'all'
    WHEN pg_catalog.has_any_column_privilege(c.oid, 'SELECT') THEN 'some-columns'
    ELSE 'none'
  END AS access
FROM (SELECT DISTINCT root FROM tree) roots
JOIN pg_catalog.pg_class c ON c.oid = roots.root
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN figures ON figures.root = roots.root
ORDER BY n.nspname, c.relname`;

/**
 * The columns of the table $1.$2, each with whether its type is an array, and whether it is bytea: itself, as the base of a domain, or
 * as the element of an array. pg_attribute, because information_schema hides the columns that the user may not read.
 */
export const DESCRIBE_COLUMNS = `
WITH RECURSIVE type AS (
  SELECT a.attrelid, a.attnum, t.oid, t.typtype, t.typbasetype, t.typelem, t.typcategory
  FROM pg_catalog.pg_attribute a
  JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
  WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
  UNION ALL
  SELECT type.attrelid, type.attnum, t.oid, t.typtype, t.typbasetype, t.typelem, t.typcategory
  FROM type JOIN pg_catalog.pg_type t
    ON t.oid = CASE WHEN type.typtype = 'd' THEN type.typbasetype WHEN type.typcategory = 'A' THEN type.typelem END
)
SELECT a.attname AS name, pg_catalog.format_type(a.atttypid, a.atttypmod) AS type,
  bool_or(type.oid = 'pg_catalog.bytea'::pg_catalog.regtype) AS binary,
  bool_or(type.typcategory = 'A') AS array,
  pg_catalog.has_column_privilege(a.attrelid, a.attnum, 'SELECT') AS readable
FROM type JOIN pg_catalog.pg_attribute a ON a.attrelid = type.attrelid AND a.attnum = type.attnum
GROUP BY a.attrelid, a.attnum, a.attname, a.atttypid, a.atttypmod
ORDER BY a.attnum`;

export interface DatabaseRow {
  readonly name: string;
  readonly accessible: boolean;
}

export interface TableRow {
  readonly schema: string;
  readonly name: string;
  readonly row_count: string | null;
  readonly bytes: string;
  readonly columns: number;
  readonly access: 'all' | 'some-columns' | 'none';
}

export interface ColumnRow {
  readonly name: string;
  readonly type: string;
  readonly binary: boolean;
  readonly array: boolean;
  readonly readable: boolean;
}
