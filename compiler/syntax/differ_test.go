package syntax_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/compiler/source"
	"ivrc/compiler/syntax"
)

// Each row is a plain text of reliability-ux.md A2.2 and A2.9 and what other
// readers make of it, empty where all agree that it is text.
var otherReadings = []struct{ text, how string }{
	{"01", "the number 1"},
	{"07", "the number 7"},
	{"010", "the number 10 or 8"},
	{"0011", "the number 11 or 9"},
	{"08", "the number 8"},
	{"0612345678", "the number 612345678"},
	{"0033123456", "the number 33123456 or 7120686"},
	{"00", "the number 0"},
	{"+15551234567", "the number 15551234567"},
	{"-5", "the number -5"},
	{"1_000", "the number 1000"},
	{"1__0", "the number 10"},
	{"0_1", "the number 1"},
	{"0x1f", "the number 31"},
	{"0X1F", "the number 31"},
	{"-0x10", "the number -16"},
	{"0o17", "the number 15"},
	{"0b11", "the number 3"},
	{"1e3", "the number 1000"},
	{"12e03", "the number 12000"},
	{"1e400", "a number too large to hold"},
	{"1.10", "the number 1.1"},
	{"1.5", "the number 1.5"},
	{".5", "the number 0.5"},
	{"5.", "the number 5"},
	{".inf", "the number infinity"},
	{"-.INF", "the number minus infinity"},
	{".nan", "something that is not a number"},
	{".NaN", "something that is not a number"},
	{"2024-01-02", "a date"},
	{"2024-01-02T10:00:00Z", "a date and time"},
	{"2024-01-02 10:00:00", "a date and time"},
	{"12:30", "the number 750"},
	{"1:30", "the number 90"},
	{"1:30:00", "the number 5400"},
	{"1:30.50", "the number 90.5"},
	{"09:00", ""},
	{"08:00-18:00", ""},
	{"12:75", ""},
	{"yes", "true"},
	{"No", "false"},
	{"ON", "true"},
	{"off", "false"},
	{"y", "true"},
	{"N", "false"},
	{"yEs", ""},
	{"True", "true"},
	{"FALSE", "false"},
	{"Null", "nothing"},
	{"=", "a default value"},
	{"<<", "a merge key"},
	{"5s", ""},
	{"1.5s", ""},
	{"1#", ""},
	{"1*", ""},
	{"_1", ""},
	{"10%", ""},
	{"4-10", ""},
	{"+1 555 123", ""},
	{"+1-555-0100", ""},
	{"sip:1@x", ""},
	{"http://x", ""},
	{"none", ""},
	{"Hello", ""},
	{".", ""},
	{"-", ""},
	{"+", ""},
	{"...", ""},
}

func TestOtherReadersOfPlainText(t *testing.T) {
	for _, row := range otherReadings {
		how, differs := syntax.ReadsDifferently(&syntax.Node{Kind: syntax.Text, Text: row.text})
		require.Equal(t, row.how, how, row.text)
		require.Equal(t, row.how != "", differs, row.text)
	}
}

func TestOnlyUnquotedTextReadsDifferently(t *testing.T) {
	file := source.NewFile("f", []byte("a: '01'\nb: 5\nc: true\nd: ~\ne: [01]\nf: 01\n"))
	root, found := syntax.Parse(file, syntax.Limits{})
	require.Empty(t, found.Detailed())
	for _, e := range root.Entries {
		_, differs := syntax.ReadsDifferently(e.Value)
		require.Equal(t, e.Key.Text == "f", differs, e.Key.Text)
	}
	_, differs := syntax.ReadsDifferently(nil)
	require.False(t, differs)
}
