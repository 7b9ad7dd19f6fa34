package check

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/ir"
)

// keysFrom is a set from its signs.
func keysFrom(keys string) keySet {
	var set keySet
	for _, k := range keys {
		set |= keyOf(string(k))
	}
	return set
}

func TestWhichKeysATextNames(t *testing.T) {
	cases := []struct{ text, heard, named string }{
		{"For sales, press 1. For support, press 2.", "12", "12"},
		{"Sales, 1; support, 2.", "12", "12"},
		{"Press one for sales and two for support.", "12", "1"}, // two may be an amount
		{"Press the one key.", "1", "1"},
		{"Press one of these.", "1", ""},
		{"One moment, please. We are open 24 hours.", "124", ""},
		{"To hear this again, press star; to leave, press the pound key.", "*#", "*#"},
		{"Press * or # or '3'.", "*#3", "*#3"},
		{"You are second; press the 1st key.", "1", ""},
		{"Rate us from 1 to 5.", "12345", "15"},
		{"Rate us: 5–1.", "12345", "15"},
		{"Press one through three.", "123", "13"},
		{"Press any key.", signs, ""},
		{"For any other reason, press 2.", "2", "2"},
		{"Press 1 or any other button.", signs, "1"},
		{"Para ventas, oprima uno; para soporte, el dos.", "12", "1"},
		{"Pour les ventes, appuyez sur le un, sinon appuyez sur l'étoile.", "1", "1"},
		{"Für Vertrieb drücken Sie die Eins, für alles andere eine beliebige Taste.", signs, "1"},
		{"Wählen Sie 1 bis 4.", "1234", "14"},
		{"Нажмите два или звёздочку.", "2*", "2*"},
		{"日本語は1を、英語は二を押してください。", "12", "1"},
		{"请按二。", "2", "2"},
		{"한국어는 1번을 누르세요.", "1", "1"},
		{"للمبيعات اضغط ١، للدعم اضغط ٢", "12", "12"},
		{"हिन्दी के लिए ३ दबाएँ", "3", "3"},
		{"กด 1 สำหรับฝ่ายขาย กด ๒ สำหรับฝ่ายสนับสนุน", "12", "12"},
		{"", "", ""},
		{"- to -", "", ""},
	}
	words := newKeyVocabulary()
	for _, c := range cases {
		t.Run(c.text, func(t *testing.T) {
			heard, named := words.keysIn(c.text)
			require.Equal(t, keysFrom(c.heard), heard, "heard: %012b", heard)
			require.Equal(t, keysFrom(c.named), named, "named: %012b", named)
		})
	}
}

func TestAWordStandsForOneKey(t *testing.T) {
	for word, m := range newKeyVocabulary().known {
		set := m.called
		require.Equal(t, set&-set, set, "%s is the name of several keys", word)
	}
}

func TestWhichKeysAreHeardInAPrompt(t *testing.T) {
	heard := func(items ...ir.Item) hearsay {
		h := hearsay{words: newKeyVocabulary(), whole: true}
		h.prompt(items)
		return h
	}
	h := heard(
		&ir.Text{Text: "Press 1."}, &ir.Audio{Transcript: "Press 2."}, &ir.Pause{},
		&ir.SSML{Markup: `Press <sub alias="three">drei</sub><break time="5s"/>.`}, &ir.ReadOut{As: ir.ReadDigits, Value: "4"})
	require.Equal(t, keysFrom("1234"), h.named)
	require.Equal(t, h.named, h.heard)
	require.True(t, h.whole)
	require.False(t, heard(&ir.Audio{Transcript: " "}).whole)
	require.False(t, heard(&ir.SSML{Markup: `<audio src="https://example.com/a.mp3"/>`}).whole)
	require.Zero(t, keyOf("12"), "a key of two digits is not in the set")
}

// TestPlainTextIsCutIntoTheSameWords holds the way for ASCII to the one for all letters.
func TestPlainTextIsCutIntoTheSameWords(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	const letters = "  '/*#-~019aAzZ.,:_"
	quick, slow := newKeyVocabulary(), newKeyVocabulary()
	for range 20_000 {
		var text strings.Builder
		for range random.IntN(12) {
			switch random.IntN(4) {
			case 0:
				words := strings.Fields(pressWords + " " + rangeWords + " any of key ONE Two star pound")
				text.WriteString(" " + words[random.IntN(len(words))])
			default:
				text.WriteByte(letters[random.IntN(len(letters))])
			}
		}
		heard, named := quick.keysIn(text.String())
		// A letter that is no part of any word sends the text the other way.
		otherHeard, otherNamed := slow.keysIn(text.String() + " ü")
		require.Equal(t, otherHeard, heard, "%q", text.String())
		require.Equal(t, otherNamed, named, "%q", text.String())
	}
}
