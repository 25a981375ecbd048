/** What of the server's catalogs is read. Names come quoted by the server, where they go back into a statement. */

export interface RoleRow {
  readonly oid: string;
  /** Says who made it. */
  readonly comment: string | null;
  readonly powerful: boolean;
  readonly login: boolean;
  readonly iam: boolean;
}

export const ROLE = `
  SELECT r.oid::text, pg_catalog.shobj_description(r.oid, 'pg_authid') AS comment, r.rolcanlogin AS login,
    r.rolsuper OR r.rolcreaterole OR r.rolcreatedb OR r.rolreplication OR r.rolbypassrls
      OR EXISTS (SELECT FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid WHERE m.member = r.oid AND g.rolname IN ('rds_superuser', 'rds_password', 'rds_replication')) AS powerful,
    EXISTS (SELECT FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid WHERE m.member = r.oid AND g.rolname = 'rds_iam') AS iam
  FROM pg_roles r WHERE r.rolname = $1`;

/**
 * The server keeps, for all of its databases in one place, what depends on a role: a for a right, o for an owner.
 * @see https://www.postgresql.org/docs/current/catalog-pg-shdepend.html
 */
export interface DependencyRow {
  /** The database that it is in; null for what all databases share. */
  readonly database: string | null;
  readonly kind: string;
}

export const DEPENDENCIES = `
  SELECT DISTINCT d.datname AS database, s.deptype AS kind FROM pg_shdepend s LEFT JOIN pg_database d ON d.oid = s.dbid
  WHERE s.refclassid = 'pg_authid'::regclass AND s.refobjid = $1::oid AND s.deptype <> 'p'`;

/** What of one kind depends on the role in the connected database, and among what all share, in words. */
export const DESCRIBE = `
  SELECT pg_describe_object(classid, objid, objsubid) AS object FROM pg_shdepend
  WHERE refclassid = 'pg_authid'::regclass AND refobjid = $1::oid AND deptype::text = ANY ($2)
    AND dbid IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
  ORDER BY 1`;

export interface RightRow {
  readonly kind: string;
  readonly object: string;
}

/** Everything that the role has a right on in the connected database, column rights as those of their table. */
export const RIGHTS = `
  WITH mine AS (
    SELECT DISTINCT classid, objid FROM pg_shdepend
    WHERE refclassid = 'pg_authid'::regclass AND refobjid = $1::oid AND deptype = 'a' AND dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
  )
  SELECT CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END AS kind, format('%I.%I', n.nspname, c.relname) AS object
    FROM mine JOIN pg_class c ON classid = 'pg_class'::regclass AND c.oid = objid JOIN pg_namespace n ON n.oid = c.relnamespace
  UNION ALL SELECT 'SCHEMA', quote_ident(nspname) FROM mine JOIN pg_namespace n ON classid = 'pg_namespace'::regclass AND n.oid = objid
  UNION ALL SELECT 'ROUTINE', objid::regprocedure::text FROM mine WHERE classid = 'pg_proc'::regclass
  UNION ALL SELECT 'TYPE', objid::regtype::text FROM mine WHERE classid = 'pg_type'::regclass`;

export interface DefaultRow {
  readonly owner: string;
  readonly schema: string | null;
  readonly kind: string;
}

/** https://www.postgresql.org/docs/current/catalog-pg-default-acl.html */
export const DEFAULTS = `
  SELECT DISTINCT quote_ident(pg_get_userbyid(a.defaclrole)) AS owner, quote_ident(n.nspname) AS schema,
    CASE a.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'ROUTINES' WHEN 'T' THEN 'TYPES' ELSE 'SCHEMAS' END AS kind
  FROM pg_default_acl a LEFT JOIN pg_namespace n ON n.oid = a.defaclnamespace, aclexplode(a.defaclacl) e
  WHERE e.grantee = $1::oid`;

/** The databases that the role may connect to by a right of its own. */
export const CONNECTABLE = `
  SELECT DISTINCT quote_ident(d.datname) AS object FROM pg_database d, aclexplode(d.datacl) e WHERE e.grantee = $1::oid`;

/** The databases of a list that are there. */
export const EXISTING = 'SELECT datname AS database FROM pg_database WHERE datname = ANY ($1)';
