"""The emulator of AWS, moto, as a server. Arguments: those of moto_server.

Where a condition leaves an entry of a list out (AWS::NoValue), AWS drops the entry. The emulator
leaves a null in its place and then refuses the policy whose statement that was: put right here.
"""

import sys

from moto.cloudformation import parsing
from moto.server import main

resolve = parsing.clean_json


def without_nothing(node, resources_map):
    resolved = resolve(node, resources_map)
    return [one for one in resolved if one is not None] if isinstance(node, list) else resolved


parsing.clean_json = without_nothing
main(sys.argv[1:])
