package main

import (
	"bufio"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAnswersAreReadToTheirEnd(t *testing.T) {
	in := bufio.NewReader(strings.NewReader("HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nabc" +
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n" +
		"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"))
	require.NoError(t, skip(in))
	require.NoError(t, skip(in))
	require.ErrorContains(t, skip(in), "404")
	require.Error(t, skip(bufio.NewReader(strings.NewReader("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"))))
}

func TestXMLIsComparedWithoutItsLines(t *testing.T) {
	require.Equal(t, "<Response><Speak>Hello there</Speak></Response>", plain("<?xml version=\"1.0\"?>\n<Response>\n  <Speak>Hello there</Speak>\n</Response>\n"))
	require.Equal(t, "<Response/>", plain("<Response/>"))
}

func TestTheMiddleOfTurns(t *testing.T) {
	turns := []turn{{perSec: 3}, {perSec: 1}, {perSec: 2}}
	require.Equal(t, spread{1, 2, 3}, spreadOf(turns, func(t turn) float64 { return t.perSec }))
	require.Equal(t, spread{}, spreadOf(nil, func(t turn) float64 { return t.perSec }))
}
