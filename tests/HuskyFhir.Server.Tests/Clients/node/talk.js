// What fhir-kit-client sees of a running instance: HUSKY_URL, HUSKY_TOKEN and HUSKY_OTHER_TOKEN name it; one JSON report goes to stdout.
import { Client } from 'fhir-kit-client';

const system = 'https://fhir.huskyfhir.example/NamingSystem/husky-client-id';
const client = clientWith(process.env.HUSKY_TOKEN);
const report = {};

function clientWith(token) {
  return new Client({ baseUrl: process.env.HUSKY_URL, bearerToken: token });
}

const http = (answer) => Client.httpFor(answer);

async function refusal(call) {
  try {
    await call();
    return { status: 0 };
  } catch (error) {
    const { status, data } = error.response;
    return { status, type: data.resourceType, code: data.issue[0].code, expression: data.issue[0].expression?.[0], text: data.issue[0].diagnostics };
  }
}

function patient(value, family) {
  return { resourceType: 'Patient', active: true, identifier: [{ system, value }], name: [{ family }], gender: 'other' };
}

async function pages(search) {
  const ids = [];
  let count = 0;
  for (let page = await client.search(search); page; page = await client.nextPage({ bundle: page })) {
    count += 1;
    ids.push(...(page.entry ?? []).map((entry) => entry.resource.id));
    if (count > 100 || !page.link.some((link) => link.relation === 'next')) break;
  }
  return { pages: count, ids };
}

const statement = await client.capabilityStatement();
report.metadata = { version: statement.fhirVersion, types: statement.rest[0].resource.map((each) => each.type) };

const found = await client.search({ resourceType: 'Patient', searchParams: { name: 'munoz' } });
const first = found.entry[0].resource;
const posted = await client.search({ resourceType: 'Patient', searchParams: { name: 'munoz' }, options: { postSearch: true } });
report.search = { total: found.total, posted: posted.total };

const read = await client.read({ resourceType: 'Patient', id: first.id });
const version = await client.vread({ resourceType: 'Patient', id: first.id, version: '1' });
report.read = { same: JSON.stringify(read) === JSON.stringify(first), version: JSON.stringify(version) === JSON.stringify(read), etag: http(read).response.headers.get('etag') };

const all = await client.search({ resourceType: 'Patient', searchParams: { _count: 1000, _total: 'accurate' } });
const walked = await pages({ resourceType: 'Patient', searchParams: { _count: 9, _sort: '-birthdate' } });
report.paging = { total: all.total, pages: walked.pages, ids: walked.ids.length, distinct: new Set(walked.ids).size };

const created = await client.create({ resourceType: 'Patient', body: patient('kit-1', 'Kit') });
report.create = { status: http(created).response.status, version: created.meta.versionId, location: http(created).response.headers.get('location').startsWith(`${process.env.HUSKY_URL}/Patient/${created.id}/_history/1`) };

const condition = { headers: { 'If-None-Exist': `identifier=${system}|kit-2` } };
const one = await client.create({ resourceType: 'Patient', body: patient('kit-2', 'Once'), options: condition });
const two = await client.create({ resourceType: 'Patient', body: patient('kit-2', 'Once'), options: condition });
report.conditional = { first: http(one).response.status, second: http(two).response.status, same: one.id === two.id };

const seen = { headers: { 'If-Match': 'W/"1"' } };
const writers = await Promise.all([1, 2, 3, 4].map((n) => refusal(() => client.update({ resourceType: 'Patient', id: created.id, body: { ...created, name: [{ family: `Writer${n}` }] }, options: seen }))));
report.contention = writers.map((each) => each.status).sort((a, b) => a - b);

const history = await client.history({ resourceType: 'Patient', id: created.id });
report.history = { type: history.type, versions: history.entry.map((entry) => entry.resource.meta.versionId) };

const place = await client.create({ resourceType: 'Location', body: { resourceType: 'Location', status: 'active', name: 'Closing' } });
report.delete = await refusal(() => client.delete({ resourceType: 'Location', id: place.id }));
report.afterDelete = await refusal(() => client.read({ resourceType: 'Location', id: place.id }));

report.unknown = await refusal(() => client.read({ resourceType: 'Patient', id: '00000000-0000-7000-8000-000000000000' }));
report.unfit = await refusal(() => client.create({ resourceType: 'Patient', body: { resourceType: 'Patient', gender: 'none' } }));
report.badSearch = await refusal(() => client.search({ resourceType: 'Patient', searchParams: { birthdate: 'yesterday' } }));
report.readOnly = await refusal(() => clientWith(process.env.HUSKY_OTHER_TOKEN).create({ resourceType: 'Patient', body: patient('kit-3', 'Not') }));
report.noToken = await refusal(() => clientWith('nonsense').read({ resourceType: 'Patient', id: created.id }));

console.log(JSON.stringify(report));
