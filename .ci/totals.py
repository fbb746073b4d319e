"""Adds up the test results of all projects; the last line it prints is the total.

Usage: totals.py TRX_FOLDER PESTER_FOLDER FAILED
FAILED is 1 when a command failed; then the exit code is 1 whatever the tests say.
"""
import collections
import glob
import os
import sys
import xml.etree.ElementTree as ET

TRX = "{http://microsoft.com/schemas/VisualStudio/TeamTest/2010}"
PESTER_WRAPPER = "ThrottlingTools.Pester.Tests."


def xunit_results(folder):
    """(outcome, name, reason) of every test. The test that runs Pester counts only where there is no Pester result."""
    for file in sorted(glob.glob(os.path.join(folder, "**", "*.trx"), recursive=True)):
        for result in ET.parse(file).getroot().iter(TRX + "UnitTestResult"):
            reason = result.findtext(f"{TRX}Output/{TRX}ErrorInfo/{TRX}Message") or ""
            reason = reason or result.findtext(f"{TRX}Output/{TRX}StdOut") or ""
            outcome = {"Passed": "passed", "NotExecuted": "skipped"}.get(result.get("outcome"), "failed")
            yield outcome, result.get("testName"), reason.strip()


def pester_results(folder):
    for file in sorted(glob.glob(os.path.join(folder, "Pester.*.xml"))):
        run = os.path.basename(file)[len("Pester."):-len(".xml")]
        for case in ET.parse(file).getroot().iter("testcase"):
            outcome = {"Passed": "passed", "Skipped": "skipped", "NotRun": "skipped"}.get(case.get("status"), "failed")
            kinds = ("failure", "error", "skipped")
            reasons = [case.find(kind).get("message") for kind in kinds if case.find(kind) is not None]
            yield outcome, f"{run}: {case.get('name')}", "\n    ".join(reasons).removeprefix("Exception: ")


def main():
    trx_folder, pester_folder, command_failed = sys.argv[1:]
    pester = list(pester_results(pester_folder))
    results = pester + [
        result for result in xunit_results(trx_folder)
        if not result[1].startswith(PESTER_WRAPPER)
        or result[0] == "skipped"
        or (result[0] == "failed" and not any(outcome == "failed" for outcome, _, _ in pester))
    ]
    for outcome in ("skipped", "failed"):
        for _, name, reason in (result for result in results if result[0] == outcome):
            print(f"{outcome}: {name}\n    {reason}" if reason else f"{outcome}: {name}")
    count = collections.Counter(result[0] for result in results)
    ok = command_failed == "0" and count["failed"] == 0 and count["passed"] > 0
    if not ok and count["failed"] == 0:
        print("A command failed, or no test ran: see above.")
    print(f"{count['passed']} passed, {count['failed']} failed, {count['skipped']} skipped")
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
