// The way to a page's own kernel, loaded by pages that have one.
import { shims } from "@jupyter-widgets/base";
import { KernelConnection } from "@jupyterlab/services/lib/kernel/default";
import { CommsOverSubshells } from "@jupyterlab/services/lib/kernel/comm";
import { ServerConnection } from "@jupyterlab/services/lib/serverconnection";

// Return what a widget manager needs of a kernel.
export function connect(id, address) {
  const serverSettings = ServerConnection.makeSettings({ baseUrl: address, wsUrl: address.replace(/^http/, "ws") });
  const kernel = new KernelConnection({
    model: { id, name: "python3" }, serverSettings, commsOverSubshells: CommsOverSubshells.Disabled,
  });
  return {
    comm(target, commId, data, metadata, buffers) {
      const comm = kernel.createComm(target, commId);
      if (data || metadata) comm.open(data, metadata, buffers);
      return new shims.services.Comm(comm);
    },
    async comms(target) {
      const reply = await kernel.requestCommInfo({ target_name: target });
      return reply.content.status === "ok" ? reply.content.comms : {};
    },
    onOpen(target, opened) {
      kernel.registerCommTarget(target, (comm, message) => opened(new shims.services.Comm(comm), message));
    },
  };
}
