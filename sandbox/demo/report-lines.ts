import type { ConnectionDocumentV1 } from '../../src/document/connection-document-v1';
import { CONNECTION_PROBES } from '../../src/verification/connection-probes';
import type { Check, VerificationReportV1 } from '../../src/verification/verification-report-v1';

const MARKS = { pass: '✓', fail: '✗', warn: '!', skipped: '-' } as const;
/** Of what was looked at; the rest of a longer list says nothing new. */
const WIDTH = 120;

type Document = Pick<ConnectionDocumentV1, 'integrations'>;
type Group = readonly [Check, ...Check[]];
type Figures = (check: Check) => string;

const none: Figures = () => '';

/** A report by integration: a line for each check with all that it looked at; what is wrong comes with its cure. */
export function reportLines(report: VerificationReportV1, document: Document): readonly string[] {
  const denied = deniedProbes(document);
  // Of an import, figures are the point; of a test connection, that it works.
  const figuresOf: Figures = ({ integration, detail = {} }) => (report.action === 'import' && integration ? figures(detail) : '');
  return sections(report, document).flatMap(({ title, checks }) => [
    title, ...grouped(checks, figuresOf).flatMap((group) => groupLines(group, figuresOf, denied)),
  ]);
}

/** Only what is wrong: what is skipped because of it is counted, what works is left out. */
export function problemLines(report: VerificationReportV1, document: Document): readonly string[] {
  const isWrong = ({ status }: Check) => status === 'fail' || status === 'warn';
  return sections(report, document).filter(({ checks }) => checks.some(isWrong)).flatMap(({ title, checks }) => {
    const skipped = checks.filter(({ status, code }) => status === 'skipped' && code !== 'NOT_APPLICABLE').length;
    return [
      title,
      ...grouped(checks.filter(isWrong), none).flatMap((group) => groupLines(group, none)),
      ...(skipped > 0 ? [`  - ${skipped} more could not be made`] : []),
    ];
  });
}

function deniedProbes({ integrations }: Document): ReadonlySet<string> {
  const probes = [...CONNECTION_PROBES, ...Object.values(integrations).flatMap((section) => section?.probes ?? [])];
  return new Set(probes.filter(({ expects }) => expects === 'denied').map(({ id }) => id));
}

function sections(report: VerificationReportV1, { integrations }: Document) {
  const own = { title: 'The connection itself', checks: report.checks.filter(({ integration }) => integration === undefined) };
  const others = report.integrations.map(({ integration, message }) => ({
    title: `${integrations[integration]?.displayName ?? integration}: ${message}`, checks: report.checks.filter((check) => check.integration === integration),
  }));
  return [own, ...others];
}

/** Checks that say the same. */
function grouped(checks: readonly Check[], figuresOf: Figures): readonly Group[] {
  const groups = new Map<string, [Check, ...Check[]]>();
  for (const check of checks) {
    const { id, target, status, code, message, fix } = check;
    const key = JSON.stringify(status === 'pass' ? [id, ...(figuresOf(check) ? [target] : [])] : [status, code, message, fix]);
    const group = groups.get(key);
    if (group) group.push(check);
    else groups.set(key, [check]);
  }
  return [...groups.values()];
}

function groupLines(group: Group, figuresOf: Figures, denied: ReadonlySet<string> = new Set()): readonly string[] {
  const [{ id, status, code, message, fix }] = group;
  const all = (property: 'id' | 'target') => [...new Set(group.map((check) => check[property]))].join(', ');
  const told = [all('target'), figuresOf(group[0]), status === 'skipped' ? message : ''].filter(Boolean).join(': ');
  const line = `  ${MARKS[status]} ${all('id').padEnd(30)} ${cut(denied.has(id) && status === 'pass' ? `refused: ${told}` : told)}`;
  const isWrong = status === 'fail' || status === 'warn';
  return isWrong ? [line, `      ${code}: ${message}`, ...(fix ? [`      Fix: ${fix}`] : [])] : [line];
}

/** `rows 3201, bytes 156900`: what is nothing is left out. */
function figures(detail: object): string {
  return Object.entries(detail)
    .filter(([, value]) => Boolean(value) && !(Array.isArray(value) && value.length === 0))
    .map(([name, value]) => `${name} ${figure(value)}`)
    .join(', ');
}

/** A column in a list, which has a name and a type, is `date varchar`. */
function figure(value: unknown): string {
  if (Array.isArray(value)) return `(${value.map((each: unknown) => (isObject(each) ? Object.values(each).join(' ') : String(each))).join(', ')})`;
  return isObject(value) ? `(${figures(value)})` : String(value);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function cut(text: string): string {
  return text.length > WIDTH ? `${text.slice(0, WIDTH - 1)}…` : text;
}
