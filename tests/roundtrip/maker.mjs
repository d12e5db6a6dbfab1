// One random instance of a schema: choices are made here, leaves by json-schema-faker.

/// No instance was made, and why.
export class Unmade extends Error {}

/// What is not kept by design, as `report.mjs` counts it.
const UNDESCRIBED = 'a member that is required and described nowhere';
const OPTIONAL = 'null in an answer, where the member may be missing';
const ANYTHING_NULL = 'null in a member that may be missing and may hold any JSON';
const OTHER_BRANCH = 'null in a member that another branch of the union does not require';

/// Optional members are chosen with this probability, by how deep they stand; below, only what is required.
const CHANCE = [0.6, 0.5, 0.3, 0.15];
/// After so many values only what is required is made, and after more of them nothing.
const BUDGET = 300;
const LIMIT = 5000;
const DEPTH = 40;

const FORMATS = new Set(['date-time', 'date', 'time', 'ipv4', 'ipv6', 'email', 'hostname', 'uri', 'uuid', 'duration']);
const TEXTS = ['', 'ä ö 漢字 🦀', 'a "quoted" \\ text\nin two lines', '0', 'null', 'true', ' '];
const NUMBERS = [0, -1, 0.1, 1e-7, 123456789.125, 1e21, -2.5e300];
const INTEGERS = [0, 1, -1, 2147483648, 9007199254740991, -9007199254740991];
const ANYTHING = [null, true, 0, -1.5, 'text', '', [], {}, [1, 'two', null, { three: [] }], { a: null, b: { c: [1.5, 'd'] } }];
const OBJECTS = [{}, { a: 1 }, { a: null, 'b c': ['d'] }, { 'ä': { b: { c: 0.5 } } }];

export class Maker {
    constructor(reader, faker, direction, seed) {
        this.reader = reader;
        this.direction = direction;
        this.faker = faker;
        this.random = random(seed);
        faker.option({ random: this.random, failOnInvalidTypes: false, failOnInvalidFormat: false });
    }

    /// An instance; `notes` says where it has something that is not kept by design.
    make(at) {
        this.made = 0;
        this.notes = {};
        this.at = '';
        const value = this.value([this.reader.at(at)], 0);
        // Whether null may stand in its place is not said by a named type, but by what mentions it.
        if (value === null) throw new Unmade('only null');
        return value;
    }

    /// The value of a member or an element, which knows where it stands.
    below(name, schemas, depth) {
        const at = this.at;
        this.at = `${at}/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`;
        try {
            return this.value(schemas, depth);
        } finally {
            this.at = at;
        }
    }

    note(name, why) {
        this.notes[`${this.at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`] ??= why;
    }

    /// A value that fits all these schemas.
    value(schemas, depth) {
        this.made += 1;
        if (depth > DEPTH || this.made > LIMIT) throw new Unmade('the schema has no end');
        const flat = this.flatten(schemas, depth);
        if (flat.enum) return this.pick(flat.enum.filter((value) => isOf(flat.types, value)), 'no value of the enum is left');
        switch (this.pick(flat.types ?? [implied(flat)], 'types contradict each other')) {
            case 'object':
                return this.object(flat, depth);
            case 'array':
                return this.array(flat, depth);
            case 'string':
                return this.string(flat);
            case 'integer':
                return this.number(flat, 'integer', INTEGERS);
            case 'number':
                return this.number(flat, 'number', this.chance(0.5) ? NUMBERS : INTEGERS);
            case 'boolean':
                return this.chance(0.5);
            case 'null':
                return null;
            default:
                return this.anything();
        }
    }

    anything() {
        const value = structuredClone(this.pick(ANYTHING));
        if (value === null) this.notes[this.at] = ANYTHING_NULL;
        return value;
    }

    /// All that these schemas say, with a branch of each union.
    flatten(schemas, depth) {
        const flat = { members: new Map(), required: new Set(), hidden: new Set(), items: [], additional: [], not: [] };
        const seen = new Set();
        const open = [...schemas];
        while (open.length > 0) {
            const schema = open.shift();
            if (schema === true || schema === undefined || seen.has(schema)) continue;
            if (schema === false) throw new Unmade('a member is required that is not allowed');
            seen.add(schema);
            if (schema.to) open.push(this.reader.at(schema.to));
            open.push(...(schema.allOf ?? []));
            if (schema.anyOf) open.push(this.branch(schema.anyOf, depth));
            if (schema.anyOf?.length > 1) flat.isBranch = true;
            this.absorb(flat, schema);
        }
        return flat;
    }

    branch(branches, depth) {
        const isNull = (branch) => branch.type === 'null';
        if (branches.length > 1 && branches.some(isNull)) {
            const others = branches.filter((branch) => !isNull(branch));
            if (this.chance(depth > 4 || this.made > BUDGET ? 0.7 : 0.15)) return branches.find(isNull);
            if (others.length > 0) return this.pick(others);
        }
        return this.pick(branches);
    }

    absorb(flat, schema) {
        if (schema.type !== undefined) flat.types = meet(flat.types, [schema.type].flat());
        const values = schema.const !== undefined ? [schema.const] : schema.enum;
        if (values) {
            const texts = new Set(flat.enum?.map((value) => JSON.stringify(value)));
            flat.enum = flat.enum ? values.filter((value) => texts.has(JSON.stringify(value))) : values;
        }
        for (const keyword of ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'])
            if (schema[keyword] !== undefined) flat[keyword] = Math.max(flat[keyword] ?? -Infinity, schema[keyword]);
        for (const keyword of ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'])
            if (schema[keyword] !== undefined) flat[keyword] = Math.min(flat[keyword] ?? Infinity, schema[keyword]);
        for (const keyword of ['format', 'pattern', 'multipleOf', 'uniqueItems', 'prefixItems', 'patternProperties'])
            if (schema[keyword] !== undefined) flat[keyword] ??= schema[keyword];
        for (const [name, property] of Object.entries(schema.properties ?? {}))
            flat.members.set(name, [...(flat.members.get(name) ?? []), property]);
        for (const name of schema.required ?? []) flat.required.add(name);
        for (const name of schema.hidden ?? []) flat.hidden.add(name);
        if (schema.items !== undefined) flat.items.push(schema.items);
        if (schema.additionalProperties !== undefined) flat.additional.push(schema.additionalProperties);
    }

    /// Members that the schema does not name are ignored by design, so they are made only where it asks for them.
    object(flat, depth) {
        const value = {};
        // One part of `allOf` may hide what another one describes.
        for (const name of flat.hidden) flat.members.delete(name);
        for (const name of flat.required) {
            const schemas = flat.members.get(name) ?? flat.additional;
            if (schemas.length === 0) this.note(name, UNDESCRIBED);
            value[name] = schemas.length === 0 ? 'text' : this.below(name, schemas, depth + 1);
            if (value[name] === null && flat.isBranch) this.note(name, OTHER_BRANCH);
        }
        const chance = this.made > BUDGET ? 0 : (CHANCE[depth] ?? 0);
        for (const [name, schemas] of shuffled(flat.members, this.random)) {
            if (Object.hasOwn(value, name) || !this.chance(chance)) continue;
            try {
                value[name] = this.below(name, schemas, depth + 1);
                if (value[name] === null && this.direction === 'response') this.note(name, OPTIONAL);
            } catch (error) {
                // What is impossible can be left out here.
                if (!(error instanceof Unmade) || this.made > LIMIT) throw error;
            }
        }
        const isOpen = flat.additional.length > 0 && !flat.additional.includes(false);
        if (isOpen && flat.members.size > 0) this.others(flat, value, depth, Math.floor(this.random() * 3));
        if (isOpen && flat.members.size === 0) this.others(flat, value, depth, depth > 5 ? 0 : Math.floor(this.random() * 4));
        if (flat.members.size === 0 && flat.additional.length === 0 && flat.required.size === 0 && !flat.patternProperties)
            return structuredClone(this.pick(OBJECTS));
        return value;
    }

    others(flat, value, depth, wanted) {
        const count = Math.max(wanted, (flat.minProperties ?? 0) - Object.keys(value).length);
        for (let index = 0; index < count; index += 1) {
            const name = this.pick(['key', 'other key', 'ключ', 'x-1', 'k']) + index;
            if (!flat.members.has(name)) value[name] = this.below(name, flat.additional, depth + 1);
        }
    }

    array(flat, depth) {
        const most = Math.min(flat.maxItems ?? Infinity, 60);
        const fewest = flat.minItems ?? 0;
        const wanted = depth > 5 || this.made > BUDGET ? fewest : fewest + Math.floor(this.random() * 4);
        const value = [];
        for (let index = 0; index < Math.min(wanted, most); index += 1) {
            const own = flat.prefixItems?.[index];
            if (!own && flat.items.includes(false)) break;
            const element = this.below(index, own ? [own] : flat.items, depth + 1);
            const isNew = !value.some((known) => JSON.stringify(known) === JSON.stringify(element));
            if (!flat.uniqueItems || isNew) value.push(element);
        }
        return value;
    }

    string(flat) {
        const isPlain = !flat.pattern && !flat.format;
        const fits = TEXTS.filter((text) => text.length >= (flat.minLength ?? 0) && text.length <= (flat.maxLength ?? 99));
        if (isPlain && fits.length > 0 && this.chance(0.3)) return this.pick(fits);
        const leaf = { type: 'string', minLength: flat.minLength, maxLength: flat.maxLength };
        if (flat.pattern) leaf.pattern = flat.pattern;
        else if (FORMATS.has(flat.format)) leaf.format = flat.format;
        return this.leaf(leaf);
    }

    number(flat, type, special) {
        if (flat.format?.startsWith('uint')) flat.minimum ??= 0;
        const isFree = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'];
        if (isFree.every((keyword) => flat[keyword] === undefined) && this.chance(0.3)) return this.pick(special);
        const { multipleOf } = flat;
        const minimum = flat.minimum ?? (flat.exclusiveMinimum === undefined ? undefined : flat.exclusiveMinimum + 1);
        const maximum = flat.maximum ?? (flat.exclusiveMaximum === undefined ? undefined : flat.exclusiveMaximum - 1);
        return Number(this.leaf({ type, minimum, maximum, multipleOf }));
    }

    leaf(schema) {
        for (const keyword of Object.keys(schema)) if (schema[keyword] === undefined) delete schema[keyword];
        try {
            return this.faker.generate(schema);
        } catch (error) {
            throw new Unmade(`json-schema-faker: ${error.message.slice(0, 60)}`);
        }
    }

    chance(probability) {
        return this.random() < probability;
    }

    pick(list, otherwise = 'nothing to choose from') {
        if (list.length === 0) throw new Unmade(otherwise);
        return list[Math.floor(this.random() * list.length)];
    }
}

/// The types that both allow; an integer is a number.
function meet(one, other) {
    if (!one) return other;
    const both = one.filter((type) => other.includes(type) || (type === 'integer' && other.includes('number')));
    return both.length === 0 && one.includes('number') && other.includes('integer') ? ['integer'] : both;
}

function isOf(types, value) {
    if (!types) return true;
    const type = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
    return types.includes(type) || (type === 'number' && types.includes('integer') && Number.isInteger(value));
}

/// The type that the keywords of a schema are about.
function implied(flat) {
    if (flat.members.size > 0 || flat.required.size > 0 || flat.additional.length > 0 || flat.patternProperties) return 'object';
    if (flat.items.length > 0 || flat.prefixItems) return 'array';
    if (flat.pattern || flat.format || flat.minLength !== undefined || flat.maxLength !== undefined) return 'string';
    return flat.minimum !== undefined || flat.maximum !== undefined ? 'number' : 'any';
}

function shuffled(map, random) {
    return [...map].map((entry) => [random(), entry]).sort(([one], [other]) => one - other).map(([, entry]) => entry);
}

/// A generator of numbers from 0 to 1 (mulberry32), seeded by a text.
function random(text) {
    let state = 0;
    for (const letter of text) state = (Math.imul(state, 31) + letter.codePointAt(0)) | 0;
    return () => {
        state = (state + 0x6d2b79f5) | 0;
        let mixed = Math.imul(state ^ (state >>> 15), state | 1);
        mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    };
}
