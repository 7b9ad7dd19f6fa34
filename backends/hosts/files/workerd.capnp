# ivr.mjs on workerd: workerd serve workerd.capnp
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    ( name = "ivr",
      worker = (
        modules = [ ( name = "ivr.mjs", esModule = embed "ivr.mjs" ) ],
        compatibilityDate = "2025-01-01",
        bindings = [
<<- if not .Tree>>
          ( name = "ASSETS", service = "files" ),
<<- end>>
<<- if .Secret>>
          ( name = "<<.Secret>>", fromEnvironment = "<<.Secret>>" ),
<<- end>>
        ],
      ) ),
<<- if not .Tree>>
    ( name = "files", disk = ( path = "<<.Root>>" ) ),
<<- end>>
  ],
  sockets = [ ( name = "http", address = "<<.Listen>>", http = (), service = "ivr" ) ],
);
