// Writes twenty random instances of the schema of each type, and how many could not be made, and why.
//
//   node instances.mjs FOLDER MODULES
//
// This file chooses: which branch of a union, which optional members, how many elements. json-schema-faker makes the values
// at the leaves, and ajv checks each instance against the schema. The same description gives the same instances.

import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { Maker, Unmade } from './maker.mjs';
import { Reader, reference } from './schema.mjs';

const [folder, modules] = process.argv.slice(2);
const require = createRequire(resolve(modules, 'package.json'));
const { default: Ajv } = require('ajv/dist/2020.js');
const { JSONSchemaFaker: faker } = require('json-schema-faker');

/// So many instances of each type, and tries to make them.
const COUNT = 20;
const TRIES = 3 * COUNT;

const description = JSON.parse(readFileSync(join(folder, 'types.json'), 'utf8'));
const lines = [];
const reasons = {};
const origin = [];
let without = 0;

for (const [number, type] of description.types.entries()) {
    const directions = [type.request && 'request', (type.response || !type.request) && 'response'].filter(Boolean);
    let made = 0;
    for (const direction of directions) made += instances(number, type.at, direction, COUNT / directions.length);
    if (made === 0) without += 1;
}
writeFileSync(join(folder, 'instances'), lines.map((line) => `${line}\n`).join(''));
writeFileSync(join(folder, 'origin.json'), JSON.stringify({ origin, reasons, without }));

function instances(number, at, direction, count) {
    const reader = readers(direction);
    if (reader.find(at) === undefined) return fail('the place of the schema is not in the description as it was written', count);
    let fits;
    try {
        fits = checker(reader, at);
    } catch (error) {
        return fail(`ajv refuses the schema: ${error.message.slice(0, 60)}`, count);
    }
    const maker = new Maker(reader, faker, direction, `${at} ${direction}`);
    let made = 0;
    let last;
    for (let attempt = 0; made < count && attempt < TRIES; attempt += 1) {
        let value;
        try {
            value = maker.make(at);
        } catch (error) {
            if (!(error instanceof Unmade)) throw error;
            last = error.message;
            continue;
        }
        if (!fits(value)) {
            const [error] = fits.errors;
            last = `no valid one found: ${error.keyword}`;
            if (process.env.VERBOSE) console.error(at, error.instancePath, error.message, JSON.stringify(value).slice(0, 300));
            continue;
        }
        lines.push(`${number} ${JSON.stringify(value)}`);
        origin.push({ at, direction, type: number, notes: maker.notes });
        made += 1;
    }
    if (made < count) fail(last, count - made);
    return made;
}

function fail(reason, count) {
    reasons[reason] = (reasons[reason] ?? 0) + count;
    return 0;
}

/// One reader for each direction: it remembers what it read.
function readers(direction) {
    readers.known ??= {};
    return (readers.known[direction] ??= new Reader(description, direction));
}

function checker(reader, at) {
    reader.ajv ??= new Ajv({ strict: false, validateFormats: false, logger: false, validateSchema: false });
    for (const [name, schema] of reader.news(at)) reader.ajv.addSchema(schema, name);
    return reader.ajv.getSchema(reference(at));
}
