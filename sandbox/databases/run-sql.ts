import { createConnection } from 'mysql2/promise';
import { Client } from 'pg';
import type { DatabaseServer } from './database-server';

/** Runs statements as the master user. */
export async function runSql(server: DatabaseServer, database: string, statements: string | readonly string[]): Promise<void> {
  const list = typeof statements === 'string' ? [statements] : statements;
  const { host, port, ca, admin } = server;
  if (server.engine === 'postgres') {
    const client = new Client({ host, port, ...admin, database, ssl: { ca } });
    await client.connect();
    try {
      for (const statement of list) await client.query(statement);
    } finally {
      await client.end();
    }
    return;
  }
  const connection = await createConnection({ host, port, ...admin, database: database || undefined, ssl: { ca, verifyIdentity: true } });
  try {
    for (const statement of list) await connection.query(statement);
  } finally {
    await connection.end();
  }
}
