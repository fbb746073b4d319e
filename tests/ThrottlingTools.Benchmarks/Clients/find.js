'use strict';

// Reads a folder with ews-javascript-api; prints how many items came, the processor seconds and the seconds that it
// took, and the processor seconds before.
const ews = require('ews-javascript-api');

function processorSeconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

async function main() {
  const service = new ews.ExchangeService(ews.ExchangeVersion.Exchange2013_SP1);
  service.Credentials = new ews.WebCredentials(process.env.EWS_USER, 'any');
  service.Url = new ews.Uri(process.env.EWS_URI);
  const before = processorSeconds();
  const began = process.hrtime.bigint();
  const view = new ews.ItemView(1000, 0);
  view.PropertySet = new ews.PropertySet(
    ews.BasePropertySet.IdOnly, [ews.ItemSchema.Subject, ews.ItemSchema.DateTimeReceived]);
  let count = 0;
  let found;
  do {
    found = await service.FindItems(new ews.FolderId(ews.WellKnownFolderName.Inbox), view);
    for (const item of found.Items) if (item.Id.UniqueId && item.Subject && item.DateTimeReceived) count++;
    view.Offset = found.NextPageOffset;
  } while (found.MoreAvailable);
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  console.log(count, processorSeconds() - before, seconds, before);
}

main().catch(error => { console.error(error); process.exit(1); });
