"""The emulator of AWS, moto, as a server. Arguments: those of moto_server.

Where a condition leaves an entry of a list out (AWS::NoValue), AWS drops the entry. The emulator
leaves a null in its place and then refuses the policy whose statement that was: put right here.

AWS asks for one right for a message and for a batch of them; the emulator asks for a right named
after the batch, which no policy can give: put right too.
"""

import sys

from moto.cloudformation import parsing
from moto.iam import access_control
from moto.server import main

resolve = parsing.clean_json


def without_nothing(node, resources_map):
    resolved = resolve(node, resources_map)
    return [one for one in resolved if one is not None] if isinstance(node, list) else resolved


parsing.clean_json = without_nothing

understand = access_control.IAMRequestBase.__init__


def right_of_one(self, *arguments, **named):
    understand(self, *arguments, **named)
    if self._action.startswith("sqs:"):
        self._action = self._action.removesuffix("Batch")


access_control.IAMRequestBase.__init__ = right_of_one
main(sys.argv[1:])
