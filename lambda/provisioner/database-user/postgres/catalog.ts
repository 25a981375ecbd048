/** A privilege that the server has on record for the user. */
export interface HeldPrivilege {
  readonly kind: 'SCHEMA' | 'TABLE' | 'SEQUENCE' | 'COLUMN' | 'DEFAULT';
  /** Empty for default privileges in every schema. */
  readonly schema: string | null;
  /** The table or sequence; for default privileges the role whose future objects they are on. */
  readonly name: string | null;
  /** The column; for default privileges the kind of object. */
  readonly detail: string | null;
  readonly privilege: string;
  readonly grantable: boolean;
}

/** What the role $1 was granted in the connected database, without what is its own as an owner. */
export const HELD_PRIVILEGES = `
WITH me AS (SELECT oid FROM pg_roles WHERE rolname = $1)
SELECT 'SCHEMA' AS kind, n.nspname AS schema, NULL::name AS name, NULL::name AS detail, acl.privilege_type AS privilege, acl.is_grantable AS grantable
FROM me, pg_namespace n, aclexplode(n.nspacl) acl WHERE acl.grantee = me.oid AND n.nspowner <> me.oid
UNION ALL
SELECT CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, n.nspname, c.relname, NULL, acl.privilege_type, acl.is_grantable
FROM me, pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(c.relacl) acl WHERE acl.grantee = me.oid AND c.relowner <> me.oid
UNION ALL
SELECT 'COLUMN', n.nspname, c.relname, a.attname, acl.privilege_type, acl.is_grantable
FROM me, pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(a.attacl) acl
WHERE acl.grantee = me.oid AND c.relowner <> me.oid
UNION ALL
SELECT 'DEFAULT', n.nspname, pg_get_userbyid(d.defaclrole),
  CASE d.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS' WHEN 'T' THEN 'TYPES' WHEN 'n' THEN 'SCHEMAS' ELSE 'LARGE OBJECTS' END,
  acl.privilege_type, acl.is_grantable
FROM me, pg_default_acl d LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace, aclexplode(d.defaclacl) acl
WHERE acl.grantee = me.oid AND d.defaclrole <> me.oid`;

/** The tables and views of the schema $2, or those of the list $3, that the role $1 can not read. */
export const UNREADABLE_TABLES = `
SELECT c.relname AS name
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = $2 AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND ($3::text[] IS NULL OR c.relname = ANY ($3))
  AND NOT (has_schema_privilege($1, n.oid, 'USAGE') AND has_table_privilege($1, c.oid, 'SELECT'))
ORDER BY c.relname`;

export interface RoleRow {
  readonly marking: string | null;
  /** The admin itself, or a role whose rights it has: with rds_iam, the admin could no longer log in. */
  readonly of_admin: boolean;
  readonly privileged: boolean;
  readonly login: boolean;
  readonly creates: boolean;
  readonly iam: boolean;
  readonly other_roles: readonly string[];
}

/** The role $1, and what it is a member of. */
export const FIND_ROLE = `
SELECT shobj_description(r.oid, 'pg_authid') AS marking,
  r.rolname = current_user OR (pg_has_role(current_user, r.oid, 'USAGE') AND NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)) AS of_admin,
  r.rolsuper OR r.rolreplication OR r.rolbypassrls AS privileged,
  r.rolcanlogin AS login, r.rolcreaterole OR r.rolcreatedb AS creates,
  coalesce(bool_or(g.rolname = 'rds_iam'), false) AS iam,
  coalesce(array_agg(g.rolname::text) FILTER (WHERE g.rolname <> 'rds_iam'), '{}') AS other_roles
FROM pg_roles r LEFT JOIN pg_auth_members m ON m.member = r.oid LEFT JOIN pg_roles g ON g.oid = m.roleid
WHERE r.rolname = $1
GROUP BY r.oid, r.rolname, r.rolsuper, r.rolreplication, r.rolbypassrls, r.rolcanlogin, r.rolcreaterole, r.rolcreatedb`;

/** The databases in which something is granted to the role $1, or is its own. pg_shdepend is one for the whole server. */
export const CONCERNED_DATABASES = `
SELECT DISTINCT d.datname AS name
FROM pg_shdepend s JOIN pg_roles r ON r.oid = s.refobjid JOIN pg_database d ON d.oid = s.dbid
WHERE s.refclassid = 'pg_authid'::regclass AND r.rolname = $1 ORDER BY d.datname`;

/** What the role $1 owns in the connected database, and of what all databases share. */
export const OWNED_OBJECTS = `
SELECT pg_describe_object(s.classid, s.objid, s.objsubid) AS name
FROM pg_shdepend s JOIN pg_roles r ON r.oid = s.refobjid
WHERE s.refclassid = 'pg_authid'::regclass AND s.deptype = 'o' AND r.rolname = $1
  AND s.dbid IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
ORDER BY 1`;

/** Those of the databases $1 that do not exist. */
export const MISSING_DATABASES = 'SELECT name FROM unnest($1::text[]) name WHERE name NOT IN (SELECT datname FROM pg_database)';

/** What the role $1 was granted on databases. */
export const HELD_ON_DATABASES = `
SELECT d.datname AS name, acl.privilege_type AS privilege, acl.is_grantable AS grantable
FROM pg_roles r, pg_database d, aclexplode(d.datacl) acl WHERE r.rolname = $1 AND acl.grantee = r.oid AND d.datdba <> r.oid`;

/** Those of the databases $2 that the role $1 may not connect to. */
export const UNREACHABLE_DATABASES = `
SELECT datname AS name FROM pg_database WHERE datname = ANY ($2) AND NOT has_database_privilege($1, oid, 'CONNECT')`;
