"""What every kernel of ours needs, imported once in the process that they are forked from.

Nothing here may start a thread, an event loop or a ZeroMQ context, or open a database: none of them survives a
fork. The garbage collector leaves alone what is loaded here, so that forked kernels go on sharing its memory.
What can't be imported is left to the kernels that need it: they say what is wrong with it, and share all the rest.
"""

import gc
import importlib
import sys

MODULES = (
    "IPython.core.completer",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.interactiveshell",
    "IPython.core.magics",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "comm",
    "debugpy",
    "ipykernel.comm",
    "ipykernel.debugger",
    "ipykernel.heartbeat",
    "ipykernel.iostream",
    "ipykernel.ipkernel",
    "ipykernel.kernelapp",
    "ipykernel.zmqshell",
    "psutil",
    "tornado.platform.asyncio",
    "widgets",
    "workshop.serve.warm",
)

for name in MODULES:
    try:
        importlib.import_module(name)
    except Exception as error:
        # An ImportError that left this module would be kept silent, and any other would end the warm process.
        print(f"Kernels start slower: {name} can't be imported in advance ({error!r}).", file=sys.stderr)

gc.collect()
gc.freeze()
