/** JSON for people: what fits into a line is in one, and so is each record of a list. */
export function foldedJson(value: unknown, width = 130, indent = ''): string {
  const line = inOneLine(value);
  if (typeof value !== 'object' || value === null || indent.length + line.length <= width) return line;
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const items = value.map((item) => `${inner}${isRecord(item) ? inOneLine(item) : foldedJson(item, width, inner)}`);
    return `[\n${items.join(',\n')}\n${indent}]`;
  }
  const properties = Object.entries(value).map(([name, each]) => `${inner}${JSON.stringify(name)}: ${foldedJson(each, width, inner)}`);
  return `{\n${properties.join(',\n')}\n${indent}}`;
}

/** An object of plain values. */
function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.values(value).every((each) => typeof each !== 'object');
}

function inOneLine(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(inOneLine).join(', ')}]`;
  const properties = Object.entries(value).map(([name, each]) => `${JSON.stringify(name)}: ${inOneLine(each)}`);
  return properties.length > 0 ? `{ ${properties.join(', ')} }` : '{}';
}
