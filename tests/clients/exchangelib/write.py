"""Creates, updates, moves, copies, sends, exports and deletes items, attachments and folders."""
import datetime

from common import account, check, done, equal, step
from exchangelib import (
    CalendarItem,
    Contact,
    EWSDateTime,
    EWSTimeZone,
    ExtendedProperty,
    FileAttachment,
    HTMLBody,
    ItemAttachment,
    Mailbox,
    Message,
    Task,
)
from exchangelib.errors import ErrorFolderExists, ErrorItemNotFound, ErrorIrresolvableConflict
from exchangelib.folders import Messages
from exchangelib.indexed_properties import EmailAddress, PhoneNumber


class CaseNumber(ExtendedProperty):
    distinguished_property_set_id = "PublicStrings"
    property_name = "CaseNumber"
    property_type = "Integer"


Message.register("case_number", CaseNumber)
me = account()
utc = EWSTimeZone("UTC")
before = me.inbox.all().count()

work = Messages(parent=me.inbox, name="Referee")
work.save()
check(work.id and (me.inbox / "Referee").id == work.id, "CreateFolder")
try:
    Messages(parent=me.inbox, name="Referee").save()
    check(False, "a second folder of the same name was made")
except ErrorFolderExists:
    step("a second folder of the same name: ErrorFolderExists")
work.name = "Referee 2"
work.save()
work.refresh()
equal(work.name, "Referee 2", "UpdateFolder")

message = Message(
    account=me,
    folder=work,
    subject="Grüße & <more>",
    body=HTMLBody("<html><body><b>bold</b> text</body></html>"),
    to_recipients=["ada@example.com", Mailbox(name="Grace", email_address="grace@example.com")],
    categories=["Blue", "Red"],
    case_number=4711,
    is_read=False,
)
message.save()
check(message.id and message.changekey, "CreateItem: message")
read = work.get(subject="Grüße & <more>")
equal(read.subject, message.subject, "its subject")
equal(read.body, message.body, "its body")
equal([r.email_address for r in read.to_recipients], ["ada@example.com", "grace@example.com"], "its recipients")
equal(sorted(read.categories), ["Blue", "Red"], "its categories")
equal(read.case_number, 4711, "its extended property")
equal(work.filter(case_number=4711).count(), 1, "filter by the extended property")
equal(work.filter(categories__contains=["Blue"]).count(), 1, "filter by category")
check(read.is_draft and not read.is_read and read.text_body.strip() == "bold text", "draft, unread, text of the body")
equal(work.all().count(), 1, "the folder's count")
work.refresh()
equal((work.total_count, work.unread_count), (1, 1), "the folder's counts")

old_key = read.changekey
read.subject = "Changed"
read.is_read = True
read.categories = None
read.save(update_fields=["subject", "is_read", "categories"])
check(read.changekey != old_key, "UpdateItem: another change key")
read = work.get(id=read.id)
equal((read.subject, read.is_read, read.categories, read.case_number), ("Changed", True, None, 4711), "what it changed")
stale = Message(account=me, folder=work, id=read.id, changekey=old_key, subject="Stale")
try:
    stale.save(update_fields=["subject"], conflict_resolution="NeverOverwrite")
    check(False, "a stale change key was taken")
except ErrorIrresolvableConflict:
    step("a stale change key: ErrorIrresolvableConflict")

read.attach(FileAttachment(name="data.bin", content=bytes(range(256)) * 40))
read.attach(ItemAttachment(name="inner", item=Message(account=me, subject="Inner", body="inside")))
read = work.get(id=read.id)
files = {attachment.name: attachment for attachment in read.attachments}
equal(sorted(files), ["data.bin", "inner"], "CreateAttachment")
check(files["data.bin"].content == bytes(range(256)) * 40, "GetAttachment: the same bytes")
equal(files["inner"].item.subject, "Inner", "GetAttachment: an item")
files["data.bin"].detach()
equal([a.name for a in work.get(id=read.id).attachments], ["inner"], "DeleteAttachment")
seeded = next(item for item in me.inbox.filter(has_attachments=True).only("attachments")[:1])
attachments = seeded.attachments
check(all(len(a.content) == a.size for a in attachments), f"{len(attachments)} attachments of a seeded item")

many = me.bulk_create(
    folder=work, items=[Message(account=me, folder=work, subject=f"Bulk {n}", body="x" * n) for n in range(1, 121)]
)
equal(len({item.id for item in many}), 120, "bulk_create")
changed = [Message(account=me, id=i.id, changekey=i.changekey, subject="New") for i in many]
results = me.bulk_update([(item, ["subject"]) for item in changed])
equal(len(results), 120, "bulk_update")
equal(work.filter(subject="New").count(), 120, "what it changed")
copies = me.bulk_copy([(i.id, i.changekey) for i in many[:10]], to_folder=me.drafts)
equal((len(copies), me.drafts.all().count()), (10, 10), "bulk_copy")
moved = me.bulk_move([(i.id, i.changekey) for i in many[:20]], to_folder=me.junk)
equal((len(moved), me.junk.all().count(), work.all().count()), (20, 20, 101), "bulk_move")
gone = list(me.fetch([(many[0].id, None)]))
check(isinstance(gone[0], ErrorItemNotFound), "a moved item's old id: ErrorItemNotFound")
exported = list(me.export([(i.id, i.changekey) for i in many[20:25]]))
check(all(isinstance(data, str) and data for data in exported), "ExportItems")
uploaded = list(me.upload((work, data) for data in exported))
equal(len(uploaded), 5, "UploadItems")
same = work.get(id=uploaded[0][0] if isinstance(uploaded[0], tuple) else uploaded[0].id)
equal((same.subject, same.body), ("New", "x" * 21), "an uploaded item")
broken = list(me.upload([(work, "bm90IGFuIGl0ZW0=")]))
check(isinstance(broken[0], Exception), f"broken data: {type(broken[0]).__name__}")

seeded = me.inbox.all().order_by("-datetime_received")[0]
seeded.subject = "Over the seed"
seeded.save(update_fields=["subject"])
equal(me.inbox.get(id=seeded.id).subject, "Over the seed", "UpdateItem of a seeded item")
seeded.soft_delete()
equal(me.inbox.all().count(), before - 1, "soft_delete of a seeded item")
seeded = me.inbox.all().order_by("datetime_received")[0]
seeded.move_to_trash()
equal(me.inbox.all().count(), before - 2, "move_to_trash of a seeded item")
check(me.trash.filter(subject=seeded.subject).exists(), "it is in Deleted Items")
seeded = me.inbox.all().order_by("size")[0]
seeded.delete()
equal(me.inbox.all().count(), before - 3, "delete of a seeded item")

sent = me.sent.all().count()
Message(account=me, subject="Note to myself", body="hello", to_recipients=[me.primary_smtp_address]).send_and_save()
equal(me.sent.all().count(), sent + 1, "send_and_save: kept")
mail = me.inbox.get(subject="Note to myself")
check(not mail.is_read and mail.sender.email_address == me.primary_smtp_address, "send_and_save: arrived, unread")
mail.reply(subject="Re: Note to myself", body="thanks")
check(me.inbox.filter(subject="Re: Note to myself").exists(), "reply arrived")
mail.forward(subject="Fwd: Note", body="see below", to_recipients=[me.primary_smtp_address])
check(me.inbox.filter(subject="Fwd: Note").exists(), "forward arrived")
draft = Message(account=me, folder=me.drafts, subject="Draft", to_recipients=[me.primary_smtp_address])
draft.save()
draft.send()
check(me.inbox.filter(subject="Draft").exists() and not me.drafts.filter(subject="Draft").exists(), "SendItem")

start = EWSDateTime(2030, 1, 2, 9, tzinfo=utc)
event = CalendarItem(
    account=me, folder=me.calendar, subject="Kick-off", location="R1",
    start=start, end=start + datetime.timedelta(hours=1),
)
event.save()
found = list(me.calendar.view(start=start - datetime.timedelta(days=1), end=start + datetime.timedelta(days=1)))
equal([(e.subject, e.start, e.location) for e in found], [("Kick-off", start, "R1")], "an appointment")
event.start += datetime.timedelta(hours=2)
event.end += datetime.timedelta(hours=2)
event.save()
equal(me.calendar.get(id=event.id).start, start + datetime.timedelta(hours=2), "the appointment moved")
event.delete()
check(not me.calendar.filter(subject="Kick-off").exists(), "the appointment deleted")

person = Contact(
    account=me,
    folder=me.contacts,
    display_name="Niklaus Wirth",
    given_name="Niklaus",
    surname="Wirth",
    email_addresses=[EmailAddress(label="EmailAddress1", email="nw@example.com")],
    phone_numbers=[PhoneNumber(label="BusinessPhone", phone_number="123")],
)
person.save()
person = me.contacts.get(surname="Wirth")
person.phone_numbers = [PhoneNumber(label="MobilePhone", phone_number="456")]
person.save(update_fields=["phone_numbers"])
person = me.contacts.get(surname="Wirth")
equal([e.email for e in person.email_addresses], ["nw@example.com"], "a contact's address")
equal([(p.label, p.phone_number) for p in person.phone_numbers], [("MobilePhone", "456")], "a contact's changed number")
person.delete()

task = Task(account=me, folder=me.tasks, subject="Write tests", due_date=start.date())
task.save()
task.complete()
check(me.tasks.get(subject="Write tests").is_complete, "a task, completed")
task.delete()
equal(me.inbox.filter(subject__icontains="note").delete() is not None, True, "delete() of a filter")
work.empty()
equal(work.all().count(), 0, "EmptyFolder")
work.move(to_folder=me.drafts)
check(work.parent == me.drafts, "MoveFolder")
work.delete()
me.root.clear_cache()
check(not any(f.name == "Referee 2" for f in me.root.walk()), "DeleteFolder")
done()
