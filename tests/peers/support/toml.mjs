// Writes the bot's configuration: plain values, objects as tables, arrays of objects as arrays of tables.

export function toToml(config) {
  const lines = [];
  writeTable(lines, '', config);
  return `${lines.join('\n')}\n`;
}

function writeTable(lines, path, table) {
  const entries = Object.entries(table).filter(([, value]) => value !== undefined);
  for (const [key, value] of entries) {
    if (!isTable(value) && !isTables(value)) lines.push(`${key} = ${inline(value)}`);
  }
  for (const [key, value] of entries) {
    const name = path + key;
    if (isTable(value)) writeTable((lines.push(`[${name}]`), lines), `${name}.`, value);
    if (isTables(value)) for (const one of value) writeTable((lines.push(`[[${name}]]`), lines), `${name}.`, one);
  }
}

// Secrets are tables too, and are written in the line: { env = "NAME" }.
const isSecret = (value) => typeof value === 'object' && ('env' in value || 'file' in value);
const isTable = (value) => typeof value === 'object' && !Array.isArray(value) && !isSecret(value);
const isTables = (value) => Array.isArray(value) && typeof value[0] === 'object';

function inline(value) {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (typeof value === 'object')
    return `{ ${Object.entries(value)
      .map(([key, one]) => `${key} = ${inline(one)}`)
      .join(', ')} }`;
  return JSON.stringify(value);
}
