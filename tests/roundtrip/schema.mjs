// Schemas of OpenAPI as JSON Schema, which the generator and the checker of instances understand.

/// Keywords that mean the same on both sides.
const SAME = [
    'type', 'enum', 'const', 'format', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf',
    'minLength', 'maxLength', 'minItems', 'maxItems', 'uniqueItems', 'minProperties', 'maxProperties',
];
const LISTS = ['allOf', 'anyOf', 'prefixItems'];
const ONES = ['items', 'additionalProperties', 'not', 'if', 'then', 'else', 'contains', 'propertyNames'];

const isSchema = (schema) => typeof schema === 'object' && schema !== null && !Array.isArray(schema);

/// Reads the schemas of one description, for values that travel one way: `readOnly` members are not part of a request, and
/// `writeOnly` members not of an answer.
export class Reader {
    constructor(description, direction) {
        this.document = description.document;
        this.is31 = !description.version.startsWith('3.0');
        [this.hidden, this.opposite] = direction === 'request' ? ['readOnly', 'writeOnly'] : ['writeOnly', 'readOnly'];
        this.known = new Map();
    }

    /// The value at a JSON pointer; what is referred to on the way is followed.
    find(pointer) {
        let value = this.document;
        for (const token of pointer.slice(1).split('/').slice(1)) {
            value = this.follow(value);
            value = value?.[decodeURIComponent(token).replaceAll('~1', '/').replaceAll('~0', '~')];
        }
        return value;
    }

    follow(value) {
        for (let steps = 0; typeof value?.$ref === 'string' && steps < 64; steps += 1) value = this.find(value.$ref);
        return value;
    }

    /// The schema at a pointer, read once: schemas refer to each other in circles.
    at(pointer) {
        if (!this.known.has(pointer)) {
            this.known.set(pointer, {});
            Object.assign(this.known.get(pointer), this.read(this.find(pointer) ?? {}, pointer));
        }
        return this.known.get(pointer);
    }

    /// The schemas that one refers to and that nobody has been told of yet, by the name that it has in references.
    *news(pointer) {
        this.told ??= new Set();
        const open = [pointer];
        while (open.length > 0) {
            const next = open.pop();
            if (this.told.has(next)) continue;
            this.told.add(next);
            open.push(...references(this.at(next)));
            yield [reference(next), this.at(next)];
        }
    }

    read(schema) {
        if (schema === false) return { not: {} };
        if (!isSchema(schema)) return {};
        if (typeof schema.$ref === 'string') {
            const target = { $ref: reference(schema.$ref), to: schema.$ref };
            const { $ref: _, ...beside } = schema;
            return this.is31 && Object.keys(beside).length > 0 ? { allOf: [target, this.read(beside)] } : target;
        }
        const read = {};
        for (const keyword of SAME) if (schema[keyword] !== undefined) read[keyword] = schema[keyword];
        for (const keyword of LISTS) {
            if (Array.isArray(schema[keyword]) && schema[keyword].length > 0)
                read[keyword] = schema[keyword].map((one) => this.read(one));
        }
        for (const keyword of ONES) if (schema[keyword] !== undefined) read[keyword] = this.one(schema[keyword]);
        this.pattern(schema, read);
        this.members(schema, read);
        this.union(schema, read);
        this.limits(schema, read);
        return this.withNull(schema, read);
    }

    one(schema) {
        return typeof schema === 'boolean' ? schema : this.read(schema);
    }

    /// A pattern of another dialect of regular expressions says nothing.
    pattern(schema, read) {
        try {
            if (typeof schema.pattern === 'string') new RegExp((read.pattern = schema.pattern), 'u');
        } catch {
            delete read.pattern;
        }
    }

    members(schema, read) {
        const hidden = new Set();
        for (const [name, property] of Object.entries(schema.properties ?? {})) {
            read.properties ??= {};
            if (this.isHidden(property)) hidden.add(name);
            else read.properties[name] = this.read(property);
        }
        for (const [pattern, property] of Object.entries(schema.patternProperties ?? {}))
            (read.patternProperties ??= {})[pattern] = this.read(property);
        if (Array.isArray(schema.required)) read.required = schema.required.filter((name) => !hidden.has(name));
        if (hidden.size > 0) read.hidden = [...hidden];
    }

    /// What one part of `allOf` says of the whole holds for it, unless the whole says the opposite: Jira's
    /// `DashboardGadget.position` is `readOnly` around a part that is `writeOnly`.
    isHidden(schema, depth = 0) {
        const read = this.follow(schema);
        if (read?.[this.hidden] === true) return true;
        if (read?.[this.opposite] === true) return false;
        return depth < 8 && (read?.allOf ?? []).some((part) => this.isHidden(part, depth + 1));
    }

    /// Descriptions write `oneOf` where values fit several branches. The discriminator says what the tag of each one is.
    union(schema, read) {
        if (!Array.isArray(schema.oneOf) || schema.oneOf.length === 0) {
            if (schema.discriminator && read.anyOf) read.anyOf = this.tagged(schema, schema.anyOf);
            return;
        }
        const union = schema.discriminator ? this.tagged(schema, schema.oneOf) : schema.oneOf.map((one) => this.read(one));
        if (read.anyOf) read.allOf = [...(read.allOf ?? []), { anyOf: union }];
        else read.anyOf = union;
    }

    tagged(schema, branches) {
        const { propertyName, mapping = {} } = schema.discriminator;
        return branches.map((branch) => {
            if (typeof branch?.$ref !== 'string' || !propertyName) return this.read(branch);
            const name = branch.$ref.split('/').at(-1);
            const said = Object.entries(mapping)
                .filter(([, target]) => target === branch.$ref || target.split('/').at(-1) === name)
                .map(([value]) => value);
            const own = this.values(branch, propertyName);
            const values = said.length > 0 ? said : own.length > 0 ? own : [name];
            const tag = { properties: { [propertyName]: { enum: values } }, required: [propertyName] };
            return { allOf: [this.read(branch), tag] };
        });
    }

    /// The values that a schema itself gives to a member.
    values(schema, name) {
        const read = this.follow(schema) ?? {};
        const property = this.follow(read.properties?.[name]);
        if (property?.const !== undefined) return [property.const];
        if (Array.isArray(property?.enum)) return property.enum;
        return (read.allOf ?? []).flatMap((part) => this.values(part, name));
    }

    /// In 3.0 a limit is exclusive by a flag.
    limits(schema, read) {
        for (const [limit, flag] of [['minimum', 'exclusiveMinimum'], ['maximum', 'exclusiveMaximum']]) {
            if (typeof schema[flag] !== 'boolean') continue;
            delete read[flag];
            if (schema[flag] && typeof schema[limit] === 'number') {
                read[flag] = schema[limit];
                delete read[limit];
            }
        }
    }

    /// `nullable` beside anything means that null fits too.
    withNull(schema, read) {
        if (this.is31 || schema.nullable === undefined) return read;
        // In one part of `allOf` a flag that is false takes back what another part allows.
        if (schema.nullable !== true) return read.not ? read : { ...read, not: { type: 'null' } };
        if (read.enum) read.enum = read.enum.filter((value) => value !== null);
        return { anyOf: [{ type: 'null' }, read] };
    }
}

function* references(schema) {
    if (typeof schema !== 'object' || schema === null) return;
    if (typeof schema.to === 'string') yield schema.to;
    for (const part of Object.values(schema)) yield* references(part);
}

/// What a place is called in references.
export function reference(pointer) {
    return `schema:/${encodeURIComponent(pointer)}`;
}
