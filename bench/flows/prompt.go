package flows

import "strings"

// topic is something that callers call about.
type topic struct{ id, spoken string }

// topics give steps and keys their names.
var topics = [...]topic{
	{"sales", "sales"}, {"billing", "a bill"}, {"repairs", "repairs"}, {"orders", "an order"}, {"returns", "a return"},
	{"hours", "opening hours"}, {"delivery", "a delivery"}, {"account", "your account"}, {"outage", "an outage"},
	{"visits", "a visit"}, {"claims", "a claim"}, {"renewal", "a renewal"},
}

// form is how a prompt is written down.
type form uint8

const (
	plain form = iota
	quoted
	folded
)

// prompt is a text with the form and the language in which it stands.
type prompt struct {
	text     string
	form     form
	language string
}

// sentences have what real prompts have: signs that markup must escape, quotes,
// letters beyond ASCII. None of them names a key.
var sentences = map[string][]string{
	"": {
		"Thank you for calling Norton & Sons.",
		"All of our lines are busy right now, but your call matters to us.",
		"We are open from eight to six, Monday through Friday.",
		"Calls that take < 5 minutes are free of charge.",
		"Please have your customer number & your last bill ready.",
		"Ask for the \"winter\" offer before the end of the month.",
		"The waiting time is about two minutes.",
		"You'll find the number at the top of each letter that we've sent.",
		"Deliveries to the islands take a day longer than usual.",
		"For your safety, never tell anybody the word that you chose.",
	},
	"es-MX": {
		"Gracias por llamar a Norton & Sons, su compañía de confianza.",
		"En este momento todos nuestros agentes están ocupados.",
		"Atendemos de lunes a viernes, de ocho a seis.",
		"Tenga a la mano su número de cliente y su última factura.",
	},
	"de-DE": {
		"Vielen Dank für Ihren Anruf bei Norton & Söhne.",
		"Zurzeit sind alle Leitungen belegt, wir bitten um etwas Geduld.",
		"Wir sind montags bis freitags von acht bis achtzehn Uhr für Sie da.",
		"Halten Sie bitte Ihre Kundennummer und die letzte Rechnung bereit.",
	},
}

// prompt is one of 40 % plain, 35 % quoted and 25 % folded texts; one in ten is
// Spanish, one in twenty German.
func (p *plan) prompt() prompt {
	var t prompt
	switch n := p.rng.IntN(100); {
	case n < 10:
		t.language = "es-MX"
	case n < 15:
		t.language = "de-DE"
	}
	switch n := p.rng.IntN(100); {
	case n < 40:
		t.form = plain
	case n < 75:
		t.form = quoted
	default:
		t.form = folded
	}
	list := sentences[t.language]
	first := p.rng.IntN(len(list))
	texts := []string{list[first]}
	if p.rng.IntN(2) == 0 {
		texts = append(texts, list[(first+1)%len(list)])
	}
	t.text = strings.Join(texts, " ")
	return t
}
