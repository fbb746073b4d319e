"""An IMAP client reads and writes the simulator's mail through DavMail, which translates IMAP to EWS.

Environment: EWS_URI, EWS_USER, EWS_PASSWORD, EWS_ITEMS (how many messages the inbox holds).
Only the standard library is used here; DavMail is Debian's davmail-server.
"""

import email
import email.policy
import imaplib
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import time

JAR = "/usr/share/davmail/davmail.jar"
SECONDS_TO_START = 90

STEPS = []


def step(text):
    STEPS.append(text)
    print(f"{len(STEPS)}. {text}", flush=True)


def expect(condition, text):
    if not condition:
        raise SystemExit(f"failed: {text}")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def properties(folder, port):
    settings = {
        "davmail.server": "true",
        "davmail.mode": "EWS",
        "davmail.url": os.environ["EWS_URI"],
        "davmail.imapPort": port,
        "davmail.allowRemote": "false",
        "davmail.bindAddress": "127.0.0.1",
        "davmail.disableUpdateCheck": "true",
        "davmail.disableGuiNotifications": "true",
        "davmail.enableProxy": "false",
        "davmail.useSystemProxies": "false",
        "davmail.folderSizeLimit": "0",
        "davmail.imapAutoExpunge": "true",
        "davmail.logFilePath": folder / "davmail.log",
        "log4j.rootLogger": "WARN",
        "log4j.logger.davmail": os.environ.get("DAVMAIL_LOG", "WARN"),
        "log4j.logger.httpclient.wire": "WARN",
    }
    path = folder / "davmail.properties"
    path.write_text("".join(f"{key}={value}\n" for key, value in settings.items()), encoding="utf-8")
    return path


def connect(port, server):
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        expect(server.poll() is None, "DavMail runs")
        try:
            return imaplib.IMAP4("127.0.0.1", port, timeout=60)
        except OSError:
            time.sleep(0.2)
    raise SystemExit("failed: DavMail does not answer")


def ok(answer):
    status, data = answer
    expect(status == "OK", f"OK instead of {status} {data}")
    return data


def read(imap, items):
    folders = [line.decode().rsplit('"', 2)[-2] for line in ok(imap.list()) if line]
    expect("INBOX" in folders and "Sent" in folders, f"INBOX and Sent are in {folders}")
    step(f"listed {len(folders)} folders")

    count = int(ok(imap.select("INBOX"))[0])
    expect(count == items, f"{items} messages, not {count}")
    step(f"selected INBOX: {count} messages")

    uids = ok(imap.uid("SEARCH", "ALL"))[0].split()
    expect(len(set(uids)) == items, f"{items} different UIDs, not {len(set(uids))}")
    step(f"searched: {len(uids)} different UIDs")

    unseen = ok(imap.uid("SEARCH", "UNSEEN"))[0].split()
    expect(0 < len(unseen) < items, f"some of {items} are unseen, not {len(unseen)}")
    step(f"searched: {len(unseen)} unseen")
    return uids, unseen


def fetch(imap, uids):
    subjects = set()
    wanted = b",".join(uids[:25])
    for part in ok(imap.uid("FETCH", wanted, "(UID FLAGS RFC822.SIZE BODY.PEEK[HEADER.FIELDS (SUBJECT FROM DATE)])")):
        if isinstance(part, tuple):
            header = email.message_from_bytes(part[1], policy=email.policy.default)
            expect(header["Subject"] and "@" in header["From"] and header["Date"], f"a whole header, not {part[1]}")
            subjects.add(header["Subject"])
    expect(len(subjects) == 25, f"25 subjects, not {len(subjects)}")
    step(f"fetched {len(subjects)} headers")

    for uid in uids[-5:]:
        raw = next(part[1] for part in ok(imap.uid("FETCH", uid, "(BODY.PEEK[])")) if isinstance(part, tuple))
        message = email.message_from_bytes(raw, policy=email.policy.default)
        body = message.get_body(("plain", "html"))
        expect(message["Subject"] and body is not None and body.get_content().strip(), "a message with a body")
    step("fetched 5 whole messages")


def write(imap, unseen):
    ok(imap.uid("STORE", unseen[0], "+FLAGS", "(\\Seen)"))
    left = ok(imap.uid("SEARCH", "UNSEEN"))[0].split()
    expect(unseen[0] not in left and len(left) == len(unseen) - 1, "one less is unseen")
    step("marked one as read")

    text = b"From: a@example.com\r\nTo: b@example.com\r\nSubject: From IMAP\r\n\r\nHello from IMAP.\r\n"
    ok(imap.append("Drafts", "(\\Draft)", imaplib.Time2Internaldate(time.time()), text))
    expect(int(ok(imap.select("Drafts"))[0]) == 1, "one draft")
    raw = next(part[1] for part in ok(imap.fetch("1", "(BODY.PEEK[])")) if isinstance(part, tuple))
    message = email.message_from_bytes(raw, policy=email.policy.default)
    expect(message["Subject"] == "From IMAP" and "Hello from IMAP." in message.get_content(), "the draft as written")
    step("appended a draft and read it back")

    ok(imap.store("1", "+FLAGS", "(\\Deleted)"))
    imap.expunge()
    expect(int(ok(imap.select("Drafts"))[0]) == 0, "no draft is left")
    step("deleted the draft")


def main():
    folder = pathlib.Path(tempfile.mkdtemp(prefix="davmail-"))
    port = free_port()
    with open(folder / "output.log", "wb") as output:
        server = subprocess.Popen(
            ["java", "-Xmx256m", "-Djava.awt.headless=true", f"-Duser.home={folder}", "-jar", JAR, "-server",
             str(properties(folder, port))],
            stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT)
    try:
        imap = connect(port, server)
        ok(imap.login(os.environ["EWS_USER"], os.environ["EWS_PASSWORD"]))
        step("logged on")
        uids, unseen = read(imap, int(os.environ["EWS_ITEMS"]))
        fetch(imap, uids)
        write(imap, unseen)
        imap.logout()
        step("logged off")
    except BaseException:
        log = folder / "davmail.log"
        if log.exists():
            sys.stderr.write(log.read_text(encoding="utf-8", errors="replace")[-8000:])
        raise
    finally:
        server.terminate()
        server.wait(timeout=30)
    print(f"done: davmail, {len(STEPS)} steps")


main()
