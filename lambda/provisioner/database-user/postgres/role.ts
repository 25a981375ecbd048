import type { PostgresAdmin } from './admin-session';
import { FIND_ROLE, type RoleRow } from './catalog';
import { postgresName } from '../../../../src/access/rds/database-user/identifiers';
import { createUser, grantIam } from '../../../../src/access/rds/database-user/postgres-setup';
import { ProvisioningError } from '../../provisioner';
import type { Origin, WantedUser } from '../user-engine';

export async function findRole(admin: PostgresAdmin, user: string): Promise<RoleRow | undefined> {
  const [role] = await admin.query<RoleRow>(FIND_ROLE, [user]);
  return role;
}

/** Whose the user is, as its comment says. */
export function markingOf({ marking }: RoleRow): { readonly origin: Origin; readonly mark: string } | undefined {
  const [, origin, mark] = /^(made|adopted) by cdk-ai-platform-access \(([0-9a-f]+)\)$/.exec(marking ?? '') ?? [];
  return mark === undefined ? undefined : { origin: origin as Origin, mark };
}

/** A mark is hexadecimal digits, so that it needs no quoting. */
function markAs(user: string, origin: Origin, mark: string): string {
  return `COMMENT ON ROLE ${postgresName(user)} IS '${origin} by cdk-ai-platform-access (${mark})'`;
}

/** Makes the user and marks it in one transaction, or sees to it that it is ours and what it shall be. */
export async function ensureRole(admin: PostgresAdmin, user: WantedUser): Promise<void> {
  await admin.transaction(async () => {
    const role = await findRole(admin, user.name);
    const statements = role ? change(user, role) : [...createUser(user.name), markAs(user.name, 'made', user.marks.current)];
    for (const statement of statements) await admin.run(statement);
  });
}

function change({ name, marks, adopt }: WantedUser, role: RoleRow): readonly string[] {
  const marking = markingOf(role);
  const ours = marking !== undefined && marks.accepted.includes(marking.mark);
  if (role.of_admin && !ours) throw new ProvisioningError(`The user '${name}' is the admin itself or a role that it is a member of: with rds_iam its password would stop working. Name a user of its own.`);
  // The secret may be another admin's, which is allowed to change the master user too: on RDS, it is what is a member of this role.
  if (role.other_roles.includes('rds_superuser') && !ours) throw new ProvisioningError(`The user '${name}' is a master user: with rds_iam its password would stop working. Name a user of its own.`);
  if (role.privileged) throw new ProvisioningError(`The user '${name}' is a superuser, replicates or bypasses row security. Name a user of its own that may only read.`);
  if (!ours && !adopt) throw new ProvisioningError(`The user '${name}' exists already and was not made by this resource. Name another, or set adoptExistingUser: true to take it over with all of its rights replaced.`);
  const quoted = postgresName(name);
  return [
    ...(!role.login || role.creates ? [`ALTER ROLE ${quoted} LOGIN NOCREATEDB NOCREATEROLE`] : []),
    ...role.other_roles.map((other) => `REVOKE ${postgresName(other)} FROM ${quoted}`),
    ...(role.iam ? [] : [grantIam(name)]),
    ...(ours && marking.mark === marks.current ? [] : [markAs(name, ours ? marking.origin : 'adopted', marks.current)]),
  ];
}
