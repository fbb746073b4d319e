"""Synchronises folders and items by sync states."""
import os

from common import account, check, done, equal
from exchangelib import Message
from exchangelib.errors import ErrorInvalidSyncStateData
from exchangelib.folders import Messages

ITEMS = int(os.environ["EWS_ITEMS"])
me = account()
inbox = me.inbox

changes = list(inbox.sync_items(only_fields=["subject"], max_changes_returned=100))
equal({kind for kind, _ in changes}, {"create"}, "first synchronisation")
equal((len(changes), len({item.id for _, item in changes})), (ITEMS, ITEMS), "all items, each once")
state = inbox.item_sync_state
check(state, f"a sync state of {len(state)} characters")
equal(list(inbox.sync_items(sync_state=state, only_fields=["subject"])), [], "nothing new")

made = Message(account=me, folder=inbox, subject="Made", is_read=False)
made.save()
items = list(inbox.all().only("subject", "is_read").order_by("datetime_received")[:4])
items[0].subject = "Updated"
items[0].save(update_fields=["subject"])
items[1].is_read = not items[1].is_read
items[1].save(update_fields=["is_read"])
items[2].delete()
items[3].move(to_folder=me.drafts)
passing = Message(account=me, folder=inbox, subject="Passing")
passing.save()
passing.delete()
found = {}
for kind, item in inbox.sync_items(sync_state=state, only_fields=["subject"], max_changes_returned=2):
    found[kind] = found.get(kind, 0) + 1
equal(found, {"create": 1, "update": 1, "read_flag_change": 1, "delete": 2}, "the changes, two at a time")
equal(list(inbox.sync_items(sync_state=inbox.item_sync_state)), [], "nothing new again")
try:
    list(inbox.sync_items(sync_state="bm90IGEgc3RhdGU="))
    check(False, "a wrong sync state was taken")
except ErrorInvalidSyncStateData:
    check(True, "a wrong sync state: ErrorInvalidSyncStateData")

top = me.msg_folder_root
folders = list(top.sync_hierarchy())
check({"Inbox", "Migration", "Sent Items"} <= {f.name for _, f in folders}, f"hierarchy: {len(folders)} folders")
state = top.folder_sync_state
equal(list(top.sync_hierarchy(sync_state=state)), [], "no folder changed")
new = Messages(parent=inbox, name="New")
new.save()
other = Messages(parent=inbox, name="Other")
other.save()
other.name = "Another"
other.save()
equal(
    sorted((kind, f.name) for kind, f in top.sync_hierarchy(sync_state=state)),
    [("create", "Another"), ("create", "New")],
    "new folders",
)
state = top.folder_sync_state
new.name = "Renamed"
new.save()
other.delete()
equal(sorted(kind for kind, _ in top.sync_hierarchy(sync_state=state)), ["delete", "update"], "renamed and deleted")
new.delete()
done()
