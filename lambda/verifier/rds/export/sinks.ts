import type { S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import type { CsvSink } from '../database-engine';

/** Keeps nothing: the rows and bytes are counted on the way. */
export const countingSink: CsvSink = async (csv) => {
  for await (const chunk of csv) void chunk;
};

export interface S3Destination {
  readonly bucket: string;
  readonly key: string;
}

const PART_BYTES = 8 * 1024 * 1024;
const PARTS_AT_ONCE = 2;

/**
 * Writes the CSV in parts. An object appears only when its upload is completed, and the upload is completed only when the stream has ended
 * well; when the stream fails, it is aborted. So there is no partial file to mistake for a whole one.
 */
export function s3Sink(client: S3Client, destination: S3Destination): CsvSink {
  return async (csv) => {
    await new Upload({
      client,
      partSize: PART_BYTES,
      queueSize: PARTS_AT_ONCE,
      leavePartsOnError: false,
      params: {
        Bucket: destination.bucket,
        Key: destination.key,
        ContentType: 'text/csv; charset=utf-8; header=present',
        Body: csv,
      },
    }).done();
  };
}

/** The object key of a table: each name is percent-encoded, so that no name can climb out of its folder or meet another. */
export function csvKey(prefix: string, database: string, schema: string, table: string): string {
  const [folder, ...file] = [database, schema, table].map((name) => encodeURIComponent(name).replaceAll('.', '%2E'));
  return `${prefix}${folder}/${file.join('.')}.csv`;
}
