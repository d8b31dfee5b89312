// An EHR's session as fhirclient holds it: HUSKY_URL and HUSKY_TOKEN name the instance; one JSON report goes to stdout.
const smart = require('fhirclient');

const serverUrl = process.env.HUSKY_URL;
const system = 'https://fhir.huskyfhir.example/NamingSystem/husky-client-id';
const request = { headers: {}, url: '/', socket: {} };
const client = smart(request, {}, { get: async () => undefined, set: async () => undefined, unset: async () => undefined })
  .client({ serverUrl, tokenResponse: { access_token: process.env.HUSKY_TOKEN } });
const report = {};

const patient = (value, family) => ({ resourceType: 'Patient', active: true, identifier: [{ system, value }], name: [{ family }], gender: 'other', birthDate: '1980-02-29' });
const send = (method, url, body, headers = {}) => client.request({ url, method, body: JSON.stringify(body), headers: { 'Content-Type': 'application/fhir+json', ...headers }, includeResponse: true });
const status = async (call) => {
  try {
    return (await call()).response.status;
  } catch (error) {
    return error.statusCode ?? error.status;
  }
};

async function main() {
  const statement = await client.request('metadata');
  report.metadata = { version: statement.fhirVersion, release: await client.getFhirRelease() };

  const found = await client.request('Patient?name=munoz&_include=Patient:general-practitioner');
  report.search = { matches: found.entry.filter((entry) => entry.search.mode === 'match').length, included: found.entry.some((entry) => entry.resource.resourceType === 'PractitionerRole') };

  const all = await client.request('Patient?_count=1000&_total=accurate');
  const paged = await client.request('Patient?_count=9&_sort=-birthdate', { pageLimit: 0, flat: true });
  report.paging = { total: all.total === paged.length, distinct: new Set(paged.map((one) => one.id)).size === paged.length };

  const created = await client.create(patient('session-1', 'Session'));
  const read = await client.request(`Patient/${created.id}`);
  const version = await client.request(`Patient/${created.id}/_history/1`);
  report.read = { same: JSON.stringify(read) === JSON.stringify(version), version: created.meta.versionId };

  const condition = { 'If-None-Exist': `identifier=${system}|session-2` };
  report.conditional = [await status(() => send('POST', 'Patient', patient('session-2', 'Once'), condition)), await status(() => send('POST', 'Patient', patient('session-2', 'Once'), condition))];

  const updated = await client.update({ ...created, active: false }, { headers: { 'Content-Type': 'application/fhir+json', 'If-Match': 'W/"1"' } });
  report.update = { version: updated.meta.versionId, stale: await status(() => send('PUT', `Patient/${created.id}`, { ...created, gender: 'male' }, { 'If-Match': 'W/"1"' })) };

  const patched = await client.patch(`Patient/${created.id}`, [{ op: 'replace', path: '/gender', value: 'female' }]);
  report.patch = { version: patched.meta.versionId, gender: patched.gender };

  const history = await client.request(`Patient/${created.id}/_history`);
  report.history = history.entry.map((entry) => entry.resource.meta.versionId);

  const urn = 'urn:uuid:5b7a7a0e-3f0e-4a5e-9a53-0d7a3d1c0a01';
  const transaction = {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [
      { fullUrl: urn, resource: patient('session-3', 'Whole'), request: { method: 'POST', url: 'Patient' } },
      { resource: { resourceType: 'RelatedPerson', active: true, patient: { reference: urn }, name: [{ family: 'Whole' }] }, request: { method: 'POST', url: 'RelatedPerson' } },
    ],
  };
  const answered = (await send('POST', serverUrl, transaction)).body;
  const member = answered.entry[0].response.location.split('/_history/')[0].split('/').slice(-2).join('/');
  report.transaction = answered.entry.map((entry) => entry.response.status.slice(0, 3));

  const everything = await client.request(`${member}/$everything`);
  report.everything = everything.entry.map((entry) => entry.resource.resourceType).sort();

  const judged = (await send('POST', 'Patient/$validate', patient('session-4', 'Judged'))).body;
  report.validate = { type: judged.resourceType, errors: judged.issue.filter((issue) => issue.severity === 'error').length };

  const relative = answered.entry[1].response.location.split('/_history/')[0].split('/').slice(-2).join('/');
  await client.delete(relative);
  report.delete = await status(() => client.request({ url: relative, includeResponse: true }));

  console.log(JSON.stringify(report));
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
