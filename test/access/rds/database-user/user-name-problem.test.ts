import { MARIADB_USER, MYSQL_USER, POSTGRES_USER, userNameProblem } from '../../../../src/access/rds/database-user/user-name-problem';

test.each([
  'rdsadmin', 'rdsrepladmin', 'rdstopmgr', 'rdsproxyadmin', 'rds_iam', 'rds_superuser', 'rds_replication', 'postgres', 'admin', 'root', 'Admin', 'ROOT',
])('%s is a user of RDS or a usual master user', (name) => {
  expect(userNameProblem(name, POSTGRES_USER)?.problem).toMatch(/^is a user of RDS itself or a usual name of the master user/);
});

test.each(['*', 'a*', 'a?b', 'a$', ' ', 'a b', 'a\tb', 'a/b', 'a:b', "a'b", 'a"b', 'a\\b', 'a`b', 'a\u0000b', 'a\u007f', 'pg_a'])('%j is refused', (name) => {
  expect(userNameProblem(name, POSTGRES_USER)).toBeDefined();
});

test.each(['a', 'reader_1', 'Reader-2', 'administrator', 'apg_a', 'a~b', 'a@b.c'])('%s is taken', (name) => {
  for (const limit of [POSTGRES_USER, MYSQL_USER, MARIADB_USER]) expect(userNameProblem(name, limit)).toBeUndefined();
});

test.each([[POSTGRES_USER, 'a', 63], [POSTGRES_USER, '\u00fc', 31], [MYSQL_USER, '\u00fc', 32], [MYSQL_USER, '\u{1f600}', 32], [MARIADB_USER, '\u00fc', 80]])('%j takes as many %s as %i', (limit, character, most) => {
  expect(userNameProblem(character.repeat(most), limit)).toBeUndefined();
  expect(userNameProblem(character.repeat(most + 1), limit)).toEqual({
    problem: `has ${limit.unit === 'bytes' ? Buffer.byteLength(character) * (most + 1) : most + 1} ${limit.unit} and the engine takes ${limit.most}`, cure: 'Use a shorter name',
  });
});
