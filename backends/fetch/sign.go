package fetch

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"math/big"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Signature signs requests as Plivo does, by its third way (plivo.md §5). What a
// provider other than Plivo sends is signed too: nobody else looks at it.
type Signature struct {
	// Token is Plivo's Auth Token.
	Token string
	// Plivo signs the address that it was given. Asked is the beginning of addresses
	// here, Public what Plivo has in its place; both empty where they are the same.
	Asked, Public string
}

// Forgery is what is wrong with the signature of a request, where others have one.
type Forgery string

// The forgeries.
const (
	// Unsigned is a request without a signature, Forged one that somebody signed who
	// does not have the token.
	Unsigned Forgery = "unsigned"
	Forged   Forgery = "forged"
)

// sign puts the headers of a signature on a request whose form body is that one.
func (s Signature) sign(r *http.Request, form url.Values, f Forgery) error {
	if f == Unsigned {
		return nil
	}
	nonce, err := rand.Int(rand.Reader, new(big.Int).Exp(big.NewInt(10), big.NewInt(20), nil))
	if err != nil {
		return err
	}
	token := s.Token
	if f == Forged {
		token = "not " + token
	}
	r.Header.Set("X-Plivo-Signature-V3-Nonce", nonce.String())
	r.Header.Set("X-Plivo-Signature-V3", signature(s.base(r, form), nonce.String(), token))
	return nil
}

func signature(base, nonce, token string) string {
	mac := hmac.New(sha256.New, []byte(token))
	mac.Write([]byte(base + "." + nonce))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// base is what is signed, up to the nonce: the address, and parameters with their
// values as they are meant, in the order of bytes.
func (s Signature) base(r *http.Request, form url.Values) string {
	address, query := r.URL.String(), r.URL.Query()
	address, _, _ = strings.Cut(address, "?")
	if inside, ok := strings.CutPrefix(address, s.Asked); ok && s.Asked != "" {
		address = s.Public + inside
	}
	asked := joined(query, "=", "&")
	if r.Method != http.MethodPost {
		if asked == "" {
			return address
		}
		return address + "?" + asked
	}
	posted := joined(form, "", "")
	switch {
	case asked == "" && posted == "":
		return address
	case asked != "" && posted != "":
		asked += "."
	}
	return address + "?" + asked + posted
}

// joined are the pairs in order.
func joined(values url.Values, between, behind string) string {
	var pairs []string
	for name, all := range values {
		for _, value := range all {
			pairs = append(pairs, name+between+value)
		}
	}
	slices.Sort(pairs)
	return strings.Join(pairs, behind)
}
