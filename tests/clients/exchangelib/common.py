"""What the scripts share: the account, and steps that are printed and counted.

Where to: EWS_URI, EWS_USER, EWS_PASSWORD. A script that does not reach its last line fails.
"""
import logging
import os
import sys

from exchangelib import BASIC, DELEGATE, Account, Configuration, Credentials, FailFast

_steps = []


def step(text):
    """Prints what was done."""
    _steps.append(text)
    print(f"{len(_steps):3} {text}", flush=True)


def check(condition, text):
    """Prints what was done, or ends the script."""
    if not condition:
        print(f"    FAILED: {text}", flush=True)
        sys.exit(1)
    step(text)


def equal(actual, expected, text):
    check(actual == expected, f"{text}: {actual!r}" + ("" if actual == expected else f", not {expected!r}"))


def done():
    print(f"done: {os.path.basename(sys.argv[0])}, {len(_steps)} steps", flush=True)


def account(retry_policy=None, **more):
    """The account, without autodiscover; the library finds out the version by itself."""
    if os.environ.get("EWS_DEBUG"):
        logging.basicConfig(level=logging.DEBUG)
    user = os.environ["EWS_USER"]
    config = Configuration(
        service_endpoint=os.environ["EWS_URI"],
        credentials=Credentials(user, os.environ["EWS_PASSWORD"]),
        auth_type=BASIC,
        retry_policy=retry_policy or FailFast(),
        **more,
    )
    return Account(user, config=config, autodiscover=False, access_type=DELEGATE)
