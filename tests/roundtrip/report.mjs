// What became of the instances, as tables in Markdown. With VERBOSE=1 each difference goes to the standard error stream.
//
//   node report.mjs CRATES NAME...

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const EMPTY = 'an empty object where the tag says it all';

const [crates, ...names] = process.argv.slice(2);
const all = { types: 0, parts: 0, instances: 0, equal: 0, designed: 0, unmade: 0 };
const unmade = {};
const reasons = {};

console.log('| description | version | schemas | types inside | instances | equal | by design not | not equal | not made |');
console.log('| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |');
for (const name of names) {
    const folder = join(crates, name);
    if (existsSync(join(folder, 'outcomes'))) row(name, folder);
}
line('all', '', all);
table('why not equal', reasons);
table('why not made', unmade);

function row(name, folder) {
    const description = JSON.parse(readFileSync(join(folder, 'types.json'), 'utf8'));
    const made = JSON.parse(readFileSync(join(folder, 'origin.json'), 'utf8'));
    const instances = lines(folder, 'instances');
    const outcomes = lines(folder, 'outcomes');
    if (outcomes.length !== instances.length) throw new Error(`${name}: the program stopped early`);
    const own = { types: description.types.length, parts: description.parts, instances: outcomes.length };
    Object.assign(own, { equal: 0, designed: 0, unmade: 0 });
    for (const [index, text] of outcomes.entries()) {
        const outcome = JSON.parse(text);
        const origin = made.origin[index];
        const found = outcome.error ? [{ kind: 'not decoded' }] : outcome.differences;
        if (found.length === 0) own.equal += 1;
        else if (found.every((one) => design(one, origin.notes))) own.designed += 1;
        for (const reason of new Set(found.map((one) => design(one, origin.notes) ?? `**${one.kind}**`))) {
            reasons[reason] = (reasons[reason] ?? 0) + 1;
            if (process.env.VERBOSE) show(name, reason, description.types[origin.type].type, origin, outcome, instances[index]);
        }
    }
    for (const [reason, count] of Object.entries(made.reasons)) {
        unmade[reason] = (unmade[reason] ?? 0) + count;
        own.unmade += count;
    }
    for (const key of Object.keys(all)) all[key] += own[key];
    line(name, description.written, own);
}

/// Why a difference is meant to be, if it is.
function design(difference, notes) {
    if (!difference.kind.endsWith('lost')) return undefined;
    const isEmpty = difference.at.endsWith('/data') && JSON.stringify(difference.before) === '{}';
    return notes[difference.at] ?? (isEmpty ? EMPTY : undefined);
}

function show(name, reason, type, { at, direction, notes }, outcome, instance) {
    const shown = outcome.error ?? JSON.stringify(outcome.differences.filter((one) => !design(one, notes)));
    console.error([name, reason, type, direction, at, shown, instance].map((text) => text.slice(0, 400)).join('\t'));
}

function line(name, version, { types, parts, instances, equal, designed, unmade }) {
    const numbers = [types, parts, instances, equal, designed, instances - equal - designed, unmade];
    console.log(`| ${name} | ${version} | ${numbers.join(' | ')} |`);
}

function lines(folder, file) {
    return readFileSync(join(folder, file), 'utf8').trim().split('\n');
}

function table(title, counts) {
    console.log(`\n| ${title} | instances |\n| --- | ---: |`);
    for (const [reason, count] of Object.entries(counts).sort(([, one], [, other]) => other - one))
        console.log(`| ${reason} | ${count} |`);
}
