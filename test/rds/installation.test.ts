import { MARIADB, POSTGRES, requireInstalled } from '../../sandbox/databases/installation';

const missing = (requirement: typeof POSTGRES) => ({ ...requirement, isInstalled: () => false });

test('who may not install is told in one sentence what to install', async () => {
  const getuid = jest.spyOn(process as { getuid: () => number }, 'getuid').mockReturnValue(1000);
  await expect(requireInstalled([missing(POSTGRES), { ...MARIADB, isInstalled: () => true }])).rejects.toThrow(
    new Error('The local databases need PostgreSQL 15; on Debian 12: apt-get install postgresql-15'));
  await expect(requireInstalled([missing(POSTGRES), missing(MARIADB)])).rejects.toThrow(
    new Error('The local databases need PostgreSQL 15 and MariaDB 10.11; on Debian 12: apt-get install postgresql-15 mariadb-server-core mariadb-client-core'));
  getuid.mockRestore();
});

test('what is there is not installed again', async () => {
  await expect(requireInstalled([{ ...POSTGRES, isInstalled: () => true }])).resolves.toBeUndefined();
});
