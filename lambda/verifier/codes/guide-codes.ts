import type { CodeEntry } from './code';

/** Codes of rows in the platforms' troubleshooting tables that no probe above covers. */
export const GUIDE_CODES = {
  LAKE_FORMATION_NO_ROWS: {
    status: 'fail',
    message: "A query of table '{table}' returns no rows, although there is data",
    fix: 'Grant the role SELECT on the database and the table in Lake Formation, under Data permissions, without a filter that hides all rows; then compare the format of the table with its files.',
    retryable: false,
  },
} as const satisfies Record<string, CodeEntry>;
