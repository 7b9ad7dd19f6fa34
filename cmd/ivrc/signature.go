package main

import (
	"github.com/spf13/cobra"

	"ivrc/backends"
	"ivrc/backends/fetch"
	"ivrc/backends/hosts"
)

// registerSignature adds the flag for hosts that check Plivo's signatures. It names
// the variable; a token on the command line would be seen by everybody on the machine.
func registerSignature(c *cobra.Command, secret *string) {
	c.Flags().StringVar(secret, "plivo-signature", "", "sign requests as Plivo does, for a host that checks it; `NAME` of the variable with the Auth Token (default "+hosts.DefaultSecret+")")
	c.Flags().Lookup("plivo-signature").NoOptDefVal = hosts.DefaultSecret
}

// signature signs requests to a host, nil for none. Plivo signs the address that
// links and settings have, which is another one where the host is asked for a trial.
func (s session) signature(name, base string, m *backends.Manifest) (*fetch.Signature, error) {
	if name == "" {
		return nil, nil
	}
	if err := (hosts.Settings{Secret: name}).Check(); err != nil {
		return nil, usage("%w", err)
	}
	sign := &fetch.Signature{Token: s.getenv(name), Asked: base, Public: base}
	if sign.Token == "" {
		return nil, usage("--plivo-signature: the environment has no %s with Plivo's Auth Token", name)
	}
	if m == nil {
		return sign, nil
	}
	for _, f := range m.Flows {
		for _, v := range f.Versions {
			if v.Target == "plivo" {
				sign.Public = v.Base
				return sign, nil
			}
		}
	}
	return sign, nil
}
