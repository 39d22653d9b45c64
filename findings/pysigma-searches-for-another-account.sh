#!/usr/bin/env bash
# A Sigma rule is YAML, and YAML 1.1 reads digits with a zero before them as an octal number, where they
# can be one. An account like 012345670123 becomes another number in the search, without a word; one with
# an 8 or a 9 among its digits stays as it was written. Quoted, both do.
source "$(dirname "$0")/python.sh"
installs pysigma==1.5.1 pysigma-backend-splunk==2.1.0
"$python" - > "$folder/said" << 'PY'
from importlib.metadata import version
from sigma.backends.splunk import SplunkBackend
from sigma.collection import SigmaCollection

RULE = """
title: A trail is stopped
status: test
logsource: {{product: aws, service: cloudtrail}}
detection:
  selection: {{eventName: StopLogging, recipientAccountId: {account}}}
  condition: selection
"""
print("pySigma", version("pysigma"))
for account in ("012345670123", "012345678910", "'012345670123'"):
    rule = SigmaCollection.from_yaml(RULE.format(account=account))
    print(account, "->", SplunkBackend().convert(rule)[0])
PY
output=$(cat "$folder/said")
expects "pySigma 1.5.1
012345670123 -> eventName=\"StopLogging\" recipientAccountId=1402433619
012345678910 -> eventName=\"StopLogging\" recipientAccountId=\"012345678910\"
'012345670123' -> eventName=\"StopLogging\" recipientAccountId=\"012345670123\""
