// Writes a JSON Schema (2020-12) for the data of every event type, from the type `LoggedEvent` as the compiler understands it
// (ADR-0018). What is not generated any more goes.
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import ts from 'typescript';

const root = join(import.meta.dirname, '..');
const source = join(root, 'libs/application/src/logged-event.ts');
const folder = process.argv[2] ?? join(root, 'libs/outlets/src/schemas');

/** Names whose meaning the compiler does not know. */
const MEANT = {
  CivilDate: { type: 'string', format: 'date' },
  Instant: { type: 'string', format: 'date-time' },
  JsonValue: {},
  JsonObject: { type: 'object' },
};

const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [source] }, ts.sys, root);
const program = ts.createProgram([source], { ...options, noEmit: true });
const checker = program.getTypeChecker();
const [declaration] = program.getSourceFile(source).statements.filter(ts.isTypeAliasDeclaration);
const events = checker.getTypeAtLocation(declaration).types;

await mkdir(folder, { recursive: true });
const written = new Set();
for (const event of events) {
  const type = checker.getTypeOfPropertyOfType(event, 'type').value;
  const file = `${type}.json`;
  if (written.has(file)) throw new Error(`two events are called ${type}`);
  written.add(file);
  const text = JSON.stringify(schemaOfEvent(type, checker.getTypeOfPropertyOfType(event, 'data')), null, 2);
  await writeFile(join(folder, file), `${text}\n`);
}
for (const file of await readdir(folder)) if (!written.has(file)) await rm(join(folder, file));
console.log(`schemas: ${written.size} written to ${relative(root, folder)}`);

function schemaOfEvent(type, data) {
  const named = new Map();
  const schema = inlined(data, named);
  const defs = [...named.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, { schema: own }]) => [name, own]);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:mingce:event:${type}`,
    title: type,
    ...schema,
    ...(defs.length === 0 ? {} : { $defs: Object.fromEntries(defs) }),
  };
}

/** A named type by its name, anything else as it is. */
function schemaOf(type, named) {
  const name = nameOf(type);
  if (name === undefined) return inlined(type, named);
  if (name in MEANT) return MEANT[name];
  const known = named.get(name);
  if (known === undefined) {
    const entry = { type, schema: undefined };
    named.set(name, entry);
    entry.schema = inlined(type, named);
  } else if (known.type !== type) throw new Error(`two types are called ${name}: rename one, or the schemas mix them up`);
  return { $ref: `#/$defs/${name}` };
}

function nameOf(type) {
  if (type.aliasSymbol !== undefined) return type.aliasTypeArguments === undefined ? type.aliasSymbol.name : undefined;
  const isInterface = type.isClassOrInterface() && type.typeParameters === undefined;
  return isInterface ? type.symbol.name : undefined;
}

function inlined(type, named) {
  if (type.isStringLiteral() || type.isNumberLiteral()) return { const: type.value };
  if (type.flags & ts.TypeFlags.BooleanLiteral) return { const: checker.typeToString(type) === 'true' };
  if (type.flags & ts.TypeFlags.StringLike) return { type: 'string' };
  if (type.flags & ts.TypeFlags.NumberLike) return { type: 'number' };
  if (type.flags & ts.TypeFlags.Null) return { type: 'null' };
  if (type.flags & ts.TypeFlags.Unknown) return {};
  if (type.isUnion()) return ofUnion(type.types, named);
  // A text with a brand, such as an id.
  if (type.isIntersection() && type.types.some((part) => part.flags & ts.TypeFlags.StringLike)) return { type: 'string' };
  if (checker.isTupleType(type)) return ofTuple(type, named);
  if (checker.isArrayType(type)) return { type: 'array', items: schemaOf(checker.getTypeArguments(type)[0], named) };
  if (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) return ofObject(type, named);
  throw new Error(`no schema is known for ${checker.typeToString(type)}`);
}

function ofUnion(types, named) {
  const present = types.filter((type) => !(type.flags & ts.TypeFlags.Undefined));
  if (present.some((type) => nameOf(type) === 'JsonObject')) return MEANT.JsonValue;
  const booleans = present.filter((type) => type.flags & ts.TypeFlags.BooleanLiteral);
  const literals = present.filter((type) => type.isStringLiteral() || type.isNumberLiteral()).map(({ value }) => value);
  const others = present.filter((type) => !booleans.includes(type) && !type.isStringLiteral() && !type.isNumberLiteral());
  const parts = [
    ...(booleans.length === 2 ? [{ type: 'boolean' }] : booleans.map((type) => inlined(type, named))),
    ...(literals.length === 1 ? [{ const: literals[0] }] : literals.length === 0 ? [] : [{ enum: literals.sort() }]),
    ...others.map((type) => schemaOf(type, named)),
  ];
  return parts.length === 1 ? parts[0] : { anyOf: parts };
}

function ofTuple(type, named) {
  const items = checker.getTypeArguments(type).map((item) => schemaOf(item, named));
  const { elementFlags } = type.target;
  const fixed = elementFlags.filter((flags) => flags & ts.ElementFlags.Required).length;
  if (fixed === items.length) return { type: 'array', prefixItems: items, minItems: fixed, maxItems: fixed };
  if (fixed === items.length - 1 && elementFlags.at(-1) & ts.ElementFlags.Rest) {
    return { type: 'array', prefixItems: items.slice(0, fixed), items: items[fixed], minItems: fixed };
  }
  throw new Error(`no schema is known for the tuple ${checker.typeToString(type)}`);
}

/** Open: a later release may add a field to an event without changing its version. */
function ofObject(type, named) {
  const properties = {};
  const required = [];
  for (const property of checker.getPropertiesOfType(type)) {
    const optional = (property.flags & ts.SymbolFlags.Optional) !== 0;
    const description = ts.displayPartsToString(property.getDocumentationComment(checker)).replaceAll(/\s*\n\s*/g, ' ');
    const schema = schemaOf(checker.getTypeOfSymbol(property), named);
    properties[property.name] = description === '' ? schema : { ...schema, description };
    if (!optional) required.push(property.name);
  }
  const index = checker.getIndexInfosOfType(type).find(({ keyType }) => keyType.flags & ts.TypeFlags.String);
  return {
    type: 'object',
    ...(Object.keys(properties).length === 0 ? {} : { properties }),
    ...(required.length === 0 ? {} : { required }),
    ...(index === undefined ? {} : { additionalProperties: schemaOf(index.type, named) }),
  };
}
