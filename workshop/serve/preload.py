"""What every kernel of ours needs, imported once in the process that they are forked from.

Nothing here may start a thread, an event loop or a ZeroMQ context, or open a database: none of them survives a
fork. The garbage collector leaves alone what is loaded here, so that forked kernels go on sharing its memory.
"""

import gc
import importlib

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
    importlib.import_module(name)

gc.collect()
gc.freeze()
