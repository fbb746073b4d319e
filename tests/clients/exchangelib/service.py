"""Logs on by challenge, asks the directory and the settings, and listens to notifications.

The server lets new mail arrive by itself.
"""
import os
from datetime import datetime, timedelta

from common import account, check, done, equal
from exchangelib import DELEGATE, IMPERSONATION, UTC, Account, Configuration, Credentials, Message, OofSettings
from exchangelib.autodiscover.protocol import AutodiscoverProtocol
from exchangelib.properties import AlternateId, CreatedEvent, ModifiedEvent, NewMailEvent
from exchangelib.services import ConvertId

user = os.environ["EWS_USER"]
other = "user1@" + user.split("@")[1]
credentials = Credentials(user, os.environ["EWS_PASSWORD"])
guessing = Configuration(service_endpoint=os.environ["EWS_URI"], credentials=credentials)
guessed = Account(user, config=guessing, autodiscover=False, access_type=DELEGATE)
equal(guessed.protocol.auth_type, "basic", "authentication by challenge")
equal(guessed.protocol.version.api_version, "Exchange2016", "version")

me = account()
protocol = me.protocol
found = protocol.resolve_names([other], return_full_contact_data=True)
equal([mailbox.email_address for mailbox, _ in found], [other], "resolved")
zones = list(protocol.get_timezones(return_full_timezone_data=True))
check(len(zones) > 3, f"{len(zones)} time zones")
lists = list(protocol.get_roomlists())
rooms = list(protocol.get_rooms(lists[0].email_address))
equal((len(lists), len(rooms)), (1, 2), "room lists and rooms")
start = datetime(2026, 1, 5, tzinfo=UTC)
views = list(protocol.get_free_busy_info(
    accounts=[(other, "Required", False)], start=start, end=start + timedelta(days=5), requested_view="FreeBusyMerged",
    merged_free_busy_interval=60))
check(views[0].merged and "2" in views[0].merged and len(views[0].calendar_events) == 5, "free and busy times")
searchable = list(protocol.get_searchable_mailboxes(search_filter="user1"))
equal([mailbox.primary_smtp_address for mailbox in searchable], [other], "searchable mailboxes")

me.oof_settings = OofSettings(state="Enabled", external_audience="None", internal_reply="Away", external_reply="Away")
equal((me.oof_settings.state, me.oof_settings.internal_reply), ("Enabled", "Away"), "automatic replies")
item = me.inbox.all().only("id")[0]
hexed = list(ConvertId(protocol=protocol).call(
    [AlternateId(id=item.id, format="EwsId", mailbox=user)], "HexEntryId"))[0]
back = list(ConvertId(protocol=protocol).call([hexed], "EwsId"))[0]
check(hexed.id != item.id, "an id as hexadecimal entry id")
equal(back.id, item.id, "and back")

service = Configuration(
    service_endpoint=os.environ["EWS_URI"], auth_type="basic", version=protocol.version,
    credentials=Credentials(user, os.environ["EWS_PASSWORD"]))
target = Account(other, config=service, autodiscover=False, access_type=IMPERSONATION)
check(target.inbox.total_count > 0, "impersonation")

with me.inbox.pull_subscription(event_types=["CreatedEvent", "ModifiedEvent"]) as (subscription, watermark):
    made = Message(account=me, folder=me.inbox, subject="Watched")
    made.save()
    made.subject = "Seen"
    made.save(update_fields=["subject"])
    events = []
    for notification in me.inbox.get_events(subscription, watermark):
        events += [e for e in notification.events if getattr(e, "item_id", None) and e.item_id.id == made.id]
    equal([type(e) for e in events], [CreatedEvent, ModifiedEvent], "pulled events")

with me.inbox.streaming_subscription(event_types=["NewMailEvent"]) as subscription:
    streamed = []
    for notification in me.inbox.get_streaming_events(subscription, connection_timeout=1):
        streamed += [e for e in notification.events if isinstance(e, NewMailEvent)]
    check(len(streamed) >= 3, "at least 3 streamed events until the connection closed")
    mail = next(iter(me.fetch([(streamed[0].item_id.id, streamed[0].item_id.changekey)])))
    check(mail.subject, "a message that an event named")

discovery = AutodiscoverProtocol(config=Configuration(
    service_endpoint=os.environ["EWS_URI"].split("/EWS/")[0] + "/autodiscover/autodiscover.svc",
    auth_type="basic", version=protocol.version, credentials=credentials))
settings = discovery.get_user_settings(user=user)
equal(settings.ews_url, os.environ["EWS_URI"], "Autodiscover")
done()
