import { chmod, chown, copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serverAccount } from './server-process';

/** One server's directory: owned by the account that the server runs as, and gone when the server stops. */
export interface RunDirectory {
  readonly path: string;
  folder(name: string): Promise<string>;
  write(name: string, text: string): Promise<string>;
  /** Copies a file that the server's account must be able to read and, for a private key, nobody else. */
  copy(source: string, name: string, mode?: number): Promise<string>;
  remove(): Promise<void>;
}

export async function createRunDirectory(): Promise<RunDirectory> {
  // Short, because the path of a Unix socket may have 107 characters only.
  const path = await mkdtemp(join(tmpdir(), 'rds-'));
  const account = serverAccount();
  const own = async (file: string, mode: number) => {
    await chmod(file, mode);
    if (account) await chown(file, account.uid, account.gid);
    return file;
  };
  await own(path, 0o700);
  return {
    path,
    folder: async (name) => {
      const folder = join(path, name);
      await mkdir(folder);
      return own(folder, 0o700);
    },
    write: async (name, text) => {
      const file = join(path, name);
      await writeFile(file, text);
      return own(file, 0o600);
    },
    copy: async (source, name, mode = 0o755) => {
      const file = join(path, name);
      await copyFile(source, file);
      return own(file, mode);
    },
    remove: () => rm(path, { recursive: true, force: true }),
  };
}
