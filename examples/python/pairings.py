"""Prints which school helps which, with the words of the page that say so.

usage: pairings.py PAGE...

The program "jiedui" must be on the PATH, or the variable JIEDUI names it. Only the
standard library is needed.
"""

import base64
import json
import os
import subprocess
import sys
import threading


def answers(pages, *options):
    """Sends pages (dicts, see "jiedui pipe --help") and yields their answers.

    Pages may be without end: they are sent as fast as jiedui takes them, while the
    answers are read.
    """
    command = [os.environ.get("JIEDUI", "jiedui"), "pipe", *options]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:

        def send():
            with process.stdin:
                for page in pages:
                    process.stdin.write(json.dumps(page).encode() + b"\n")

        sender = threading.Thread(target=send, daemon=True)
        sender.start()
        for line in process.stdout:
            yield json.loads(line)
        sender.join()
    if process.returncode not in (0, 1):  # 1: some pages failed, and their answers say so
        raise subprocess.CalledProcessError(process.returncode, command)


def page(name):
    """A page as its bytes, as a crawler would have them."""
    with open(name, "rb") as f:
        return {"uri": name, "body_base64": base64.b64encode(f.read()).decode()}


def main(names):
    failed = False
    for answer in answers(page(name) for name in names):
        if "failure" in answer:
            failed = True
            print(answer["failure"]["input"], answer["failure"]["message"], sep=": ", file=sys.stderr)
        for document in answer.get("documents", []):
            for pairing in document["pairings"]:
                source, target = pairing["from"], pairing["to"]
                places = []
                for evidence in source["evidence"][0], target["evidence"][0]:
                    places += [f"{evidence['start']}-{evidence['end']}", evidence["quote"]]
                print(source["value"], target["value"], pairing.get("form", {}).get("value", ""), *places, sep="\t")
    return int(failed)


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    if not sys.argv[1:]:
        sys.exit("usage: pairings.py PAGE...")
    sys.exit(main(sys.argv[1:]))
