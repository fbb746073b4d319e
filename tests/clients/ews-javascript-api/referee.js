'use strict';

// Drives the simulator with ews-javascript-api and prints what it did. It is told where and as whom by EWS_URI,
// EWS_USER, EWS_PASSWORD and EWS_ITEMS, the number of items in the Inbox.
const ews = require('ews-javascript-api');

const { EWS_URI: uri, EWS_USER: user, EWS_PASSWORD: password } = process.env;
const expectedItems = Number(process.env.EWS_ITEMS);

function check(condition, what) {
  if (!condition) throw new Error('Not so: ' + what);
}

function connect() {
  const service = new ews.ExchangeService(ews.ExchangeVersion.Exchange2013_SP1);
  service.Credentials = new ews.WebCredentials(user, password);
  service.Url = new ews.Uri(uri);
  return service;
}

async function connectToInbox(service) {
  const inbox = await ews.Folder.Bind(service, ews.WellKnownFolderName.Inbox);
  check(inbox.DisplayName === 'Inbox', 'the folder is the Inbox');
  check(inbox.TotalCount === expectedItems, `the Inbox holds ${expectedItems} items, not ${inbox.TotalCount}`);
  return `connect: ${inbox.DisplayName} with ${inbox.TotalCount} items on ${service.ServerInfo.VersionString}`;
}

async function findAll(service) {
  const ids = new Map();
  let pages = 0;
  const view = new ews.ItemView(1000, 0);
  view.PropertySet = new ews.PropertySet(ews.BasePropertySet.IdOnly, [ews.ItemSchema.Subject]);
  let found;
  do {
    found = await service.FindItems(new ews.FolderId(ews.WellKnownFolderName.Inbox), view);
    for (const item of found.Items) ids.set(item.Id.UniqueId, item);
    pages++;
    view.Offset = found.NextPageOffset;
  } while (found.MoreAvailable);
  check(ids.size === expectedItems, `FindItems returned ${ids.size} of ${expectedItems} items`);
  findAll.items = [...ids.values()];
  return `FindItems: ${ids.size} items in ${pages} pages`;
}

async function getBatches(service) {
  const batch = 100;
  let read = 0;
  const wanted = findAll.items.slice(0, 500).map(item => item.Id);
  for (let i = 0; i < wanted.length; i += batch) {
    const responses = await service.BindToItems(
      wanted.slice(i, i + batch), new ews.PropertySet(ews.BasePropertySet.FirstClassProperties));
    for (const response of responses.Responses) {
      check(response.ErrorCode === ews.ServiceError.NoError, 'an item is read');
      check(response.Item.Body.Text.length > 0, 'an item has a body');
      read++;
    }
  }
  check(read === wanted.length, `BindToItems read ${read} of ${wanted.length}`);
  return `BindToItems: ${read} items in batches of ${batch}`;
}

async function resolve(service) {
  const names = await service.ResolveName(user.split('@')[0] + '@', ews.ResolveNameSearchLocation.DirectoryOnly, false);
  check(names.Count === 1 && names._getItem(0).Mailbox.Address === user, 'the name is resolved');
  return 'ResolveNames: ' + names._getItem(0).Mailbox.Address;
}

async function write(service) {
  const made = new ews.EmailMessage(service);
  made.Subject = 'Made by the referee';
  made.Body = new ews.MessageBody(ews.BodyType.Text, 'Hello');
  await made.Save(ews.WellKnownFolderName.Drafts);
  const first = made.Id.ChangeKey;
  made.Subject = 'Changed by the referee';
  await made.Update(ews.ConflictResolutionMode.AlwaysOverwrite);
  const read = await ews.EmailMessage.Bind(service, made.Id);
  check(read.Subject === 'Changed by the referee', 'the change is read back');
  check(read.Id.ChangeKey !== first, 'the ChangeKey changed');
  await read.Delete(ews.DeleteMode.HardDelete);
  let isGone = false;
  try {
    await ews.EmailMessage.Bind(service, made.Id);
  } catch (error) {
    isGone = true;
  }
  check(isGone, 'the deleted item is gone');
  return 'create, update, delete: 1 message';
}

async function stream(service) {
  const subscription = await service.SubscribeToStreamingNotificationsOnAllFolders(
    ews.EventType.Created, ews.EventType.NewMail);
  const connection = new ews.StreamingSubscriptionConnection(service, 1);
  connection.AddSubscription(subscription);
  let events = 0;
  const isTold = new Promise((resolve, reject) => {
    connection.OnNotificationEvent.push((_, args) => {
      for (const event of args.Events) {
        check(event.ItemId.UniqueId.length > 0, 'an event names an item');
        events++;
      }
      if (events >= 3) resolve();
    });
    connection.OnSubscriptionError.push((_, args) => reject(args.Exception || new Error('subscription error')));
    setTimeout(() => reject(new Error('no events came')), 20_000).unref();
  });
  connection.Open();
  await isTold;
  connection.Close();
  await subscription.Unsubscribe();
  return `stream: ${events >= 3 ? 'at least 3' : events} events`;
}

async function pull(service) {
  const subscription = await service.SubscribeToPullNotifications(
    [new ews.FolderId(ews.WellKnownFolderName.Drafts)], 10, null, ews.EventType.Created);
  const made = new ews.EmailMessage(service);
  made.Subject = 'Watched';
  await made.Save(ews.WellKnownFolderName.Drafts);
  const results = await subscription.GetEvents();
  check(results.AllEvents.length === 1, `one event is pulled, not ${results.AllEvents.length}`);
  await made.Delete(ews.DeleteMode.HardDelete);
  await subscription.Unsubscribe();
  return 'pull: 1 event';
}

async function discover() {
  const service = new ews.AutodiscoverService(
    new ews.Uri(new URL('/autodiscover/autodiscover.svc', uri).href), ews.ExchangeVersion.Exchange2013_SP1);
  service.Credentials = new ews.WebCredentials(user, password);
  const wanted = [ews.UserSettingName.ExternalEwsUrl, ews.UserSettingName.GroupingInformation];
  const { Settings: found } = await service.GetUserSettings(user, wanted);
  check(found.get(wanted[0]) === uri, 'Autodiscover names this URI');
  check(found.get(wanted[1]).length > 0, 'Autodiscover names a group');
  return 'Autodiscover: ExternalEwsUrl, GroupingInformation';
}

async function main() {
  const service = connect();
  const steps = [discover, connectToInbox, findAll, getBatches, resolve, write, pull, stream];
  for (const step of steps) console.log(await step(service));
  console.log(`done: ${steps.length} steps`);
}

main().then(() => process.exit(0), error => {
  console.error(error && error.stack ? error.stack : error);
  process.exit(1);
});
