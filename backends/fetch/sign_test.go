package fetch

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestSignaturesAreThoseOfTheVectors holds the base string and the signature against
// the table of plivo.md §5.
func TestSignaturesAreThoseOfTheVectors(t *testing.T) {
	const token, nonce, host = "ivrc-test-token-0001", "12345678901234567890", "https://ivr.example.com"
	six := "CallUUID=9d1e6b1a-0000-4000-8000-000000000001&Digits=1&From=14155550100&To=14155550199&CallStatus=in-progress&Direction=inbound"
	for _, v := range []struct{ method, address, form, want string }{
		{"GET", host + "/plivo/menu.xml?" + six, "", "UUhPt5bolG4O0EC71PX7JU4VIl6oWsyUJXLg3u1HqEg="},
		{"GET", host + "/plivo/menu.xml", "", "K/OrpkplfmRsqYJZVAWpWVhZhNOXGJ6LYN9M5uAnyH0="},
		{"POST", host + "/plivo/menu.xml", six, "eIaBw9PuZ/EOhuYTT0JzEf2cAuH0p8H+lb+LFjCQNo8="},
		{"POST", host + "/plivo/menu.xml?z=2&a=1", six, "pDyaq+CeoaoqDNm4p4WTFnb6wdtfPUGJSfOr6YuKw1E="},
		{"POST", host + "/plivo/menu.xml", "", "K/OrpkplfmRsqYJZVAWpWVhZhNOXGJ6LYN9M5uAnyH0="},
		{"POST", host + "/plivo/menu.xml?a=1", "", "1IgarXkW+mDPoNYoGY3Mv01qFF2tKbsj3FlwByr6QFQ="},
		{"GET", host + ":8443/plivo/menu.xml?Digits=1", "", "OMv6g1R4feyFh2djhLY4+SfZ+7f43flq+Luqk8sZBG4="},
		{"GET", host + "/p.xml?From=%2B14155550100", "", "M1l9hUNPayK9CUws2OtnX77+xdRcmhKb1NDFu8bD4d8="},
		{"POST", host + "/p.xml", "From=%2B14155550100&Digits=%2A%23", "TO/5lGyhVbb5INfmQqETPN3IE8wnFCzt30QUPXkqsjw="},
		{"POST", host + "/p.xml", "Speech=d%C3%ADa", "er5eTTR8lPN7W7MH5D96g/ByXYjbZjK3xIu/lSuAnI8="},
		{"POST", host + "/p.xml", "Digits=&Speech=x", "3Kf1zrBGCAMzbL4sToZ6KtAYo6Fi6xSCKivXaSv2OSc="},
		{"GET", host + "/p.xml?Digits=&a=1", "", "IGgjvQjmfkkFc8RzRn8ELqnHrGGHC9HoPKC9DykWATM="},
		{"GET", host + "/p.xml#rt=3000", "", "onRPi0KiCNcScJKvT7DQzsgJYyI98Qp/uvgEHrgcMA0="},
		{"POST", host + "/p.xml", "a=1&B=2", "6ee8MkQ/uuvCxOe0hEnzA3DWBR120CNCBb5koc3xEQg="},
		{"GET", host + "/p.xml?Speech=hello+world", "", "of4D+5/1xHTn0F4iV5JGPcpaBf+wVr+ExcW2quzP22A="},
	} {
		form, err := url.ParseQuery(v.form)
		require.NoError(t, err)
		r, err := Request{Method: v.method, URL: v.address, Form: form}.http()
		require.NoError(t, err)
		require.Equal(t, v.want, signature(Signature{}.base(r, form), nonce, token), "%s %s %s", v.method, v.address, v.form)

		// The same through another address than the one that Plivo knows.
		trial := Signature{Asked: "http://127.0.0.1:8080/", Public: host + "/"}
		if elsewhere := strings.Replace(v.address, host+"/", trial.Asked, 1); elsewhere != v.address {
			r, err = Request{Method: v.method, URL: elsewhere, Form: form}.http()
			require.NoError(t, err)
			require.Equal(t, v.want, signature(trial.base(r, form), nonce, token), elsewhere)
		}
	}
}

func TestEveryRequestHasASignatureOfItsOwnAndForgeriesHaveNone(t *testing.T) {
	var got []http.Header
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = append(got, r.Header) }))
	defer server.Close()
	web := Web{Client: server.Client(), Signature: &Signature{Token: "t"}}
	for _, f := range []Forgery{"", "", Forged, Unsigned} {
		_, err := web.Fetch(Request{Method: http.MethodGet, URL: server.URL + "/p.xml", Forgery: f})
		require.NoError(t, err)
	}
	const value, nonce = "X-Plivo-Signature-V3", "X-Plivo-Signature-V3-Nonce"
	require.NotEqual(t, got[0].Get(nonce), got[1].Get(nonce))
	for i, header := range got[:3] {
		right := signature(server.URL+"/p.xml", header.Get(nonce), "t")
		require.Equal(t, i < 2, right == header.Get(value), i)
	}
	require.Empty(t, got[3].Get(value)+got[3].Get(nonce))
}
