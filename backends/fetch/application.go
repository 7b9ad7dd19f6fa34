package fetch

import (
	"net/url"
	"strings"
)

// Application is the address of somebody's application taken apart.
type Application struct {
	// Address is what the flow says, Base where the application may send the call
	// back, Refuse the document for an entry that it does not take; both empty where
	// they are not given.
	Address, Base, Refuse string
}

// ApplicationAt takes what ivrc added (ivr_base, ivr_nomatch) off the end of an
// application's query.
func ApplicationAt(address string) Application {
	rest, fragment, hasFragment := strings.Cut(address, "#")
	var a Application
	rest, a.Refuse = parameter(rest, "ivr_nomatch")
	rest, a.Base = parameter(rest, "ivr_base")
	if hasFragment {
		rest += "#" + fragment
	}
	a.Address = rest
	return a
}

// parameter takes the last parameter off an address, if it has that name.
func parameter(address, name string) (rest, value string) {
	i := strings.LastIndexAny(address, "?&")
	if i < 0 {
		return address, ""
	}
	raw, ok := strings.CutPrefix(address[i+1:], name+"=")
	if !ok {
		return address, ""
	}
	value, err := url.QueryUnescape(raw)
	if err != nil {
		return address, ""
	}
	return address[:i], value
}
