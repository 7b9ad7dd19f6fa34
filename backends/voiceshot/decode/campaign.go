package decode

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
)

// Campaign is a campaign as a person draws it.
type Campaign struct {
	Flow, Events string
	// First is the number of the first prompt.
	First   int
	Prompts []Prompt // by number
	Sounds  []Sound
}

// Prompt is one prompt of a campaign.
type Prompt struct {
	Number int
	// Step is its name: the step's id, with ".2" and so on for further attempts.
	Step string
	// Play is what it plays.
	Play Way
	// Question says that key events are on; it takes up to Digits keys.
	Question bool
	Digits   int
	Finish   string
	// NoResponse and Error are drawn at a question, Then at any other prompt.
	NoResponse, Error, Then Way
	// Follows says that the prompt is played to its end before the call goes on, if
	// only to its end.
	Follows bool
	// Dials says that Then is a transfer to which the prompt itself belongs.
	Dials bool
}

// Sound is a stored sound and where it comes from.
type Sound struct{ Filename, From string }

// Prompt is the prompt of that number.
func (c *Campaign) Prompt(number int) (*Prompt, bool) {
	for i := range c.Prompts {
		if c.Prompts[i].Number == number {
			return &c.Prompts[i], true
		}
	}
	return nil, false
}

const declaration = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"

// ReadCampaign reads the description of a campaign. Every number that is named
// must be a prompt.
func ReadCampaign(text []byte) (*Campaign, error) {
	body, ok := bytes.CutPrefix(text, []byte(declaration))
	if !ok {
		return nil, errors.New("it does not begin with the XML declaration")
	}
	root, err := parse(body)
	if err != nil {
		return nil, err
	}
	values, err := root.values("flow", "events", "first")
	if err != nil {
		return nil, err
	}
	if root.name != "campaign" || values["flow"] == "" || values["events"] == "" || !isNumber().MatchString(values["first"]) {
		return nil, errors.New("it is not a campaign with flow, events and first")
	}
	c := &Campaign{Flow: values["flow"], Events: values["events"]}
	c.First, _ = strconv.Atoi(values["first"])
	for _, e := range root.children {
		if err := c.add(e); err != nil {
			return nil, err
		}
	}
	return c, c.check()
}

func (c *Campaign) add(e *element) error {
	switch e.name {
	case "prompt":
		p, err := prompt(e)
		if err != nil {
			return err
		}
		if n := len(c.Prompts); n > 0 && c.Prompts[n-1].Number >= p.Number {
			return fmt.Errorf("prompt %d stands behind prompt %d", p.Number, c.Prompts[n-1].Number)
		}
		if len(c.Sounds) > 0 {
			return errors.New("a <prompt> stands behind a <file>")
		}
		c.Prompts = append(c.Prompts, p)
		return nil
	case "file":
		values, err := e.values("filename", "from")
		if err != nil {
			return err
		}
		if len(e.children) > 0 || !isSound().MatchString(values["filename"]) || values["from"] == "" {
			return errors.New("a <file> is not a sound")
		}
		c.Sounds = append(c.Sounds, Sound{Filename: values["filename"], From: values["from"]})
		return nil
	}
	return fmt.Errorf("<%s> stands in <campaign>", e.name)
}

func prompt(e *element) (Prompt, error) {
	values, err := e.values("promptid", "step", "tts", "filename", "keyevents", "digits", "finish")
	if err != nil {
		return Prompt{}, err
	}
	p := Prompt{Step: values["step"], Finish: values["finish"]}
	if !isNumber().MatchString(values["promptid"]) || p.Step == "" {
		return p, errors.New("a <prompt> has no number or no step")
	}
	p.Number, _ = strconv.Atoi(values["promptid"])
	if p.Play, err = way("prompt", map[string]string{"tts": values["tts"], "filename": values["filename"]}); err != nil {
		return p, err
	}
	switch values["keyevents"] {
	case "on":
		p.Question = true
		if !isNumber().MatchString(values["digits"]) {
			return p, fmt.Errorf("prompt %d has digits=%q", p.Number, values["digits"])
		}
		p.Digits, _ = strconv.Atoi(values["digits"])
	case "":
		if values["digits"]+p.Finish != "" {
			return p, fmt.Errorf("prompt %d takes keys without key events", p.Number)
		}
	default:
		return p, fmt.Errorf("prompt %d has keyevents=%q", p.Number, values["keyevents"])
	}
	return p, p.conditions(e.children)
}

// conditions are NO RESPONSE and ERROR of a question, both written, and what
// follows any other prompt.
func (p *Prompt) conditions(children []*element) error {
	want := []string{"noresponse", "error"}
	ways := []*Way{&p.NoResponse, &p.Error}
	if !p.Question {
		want, ways = []string{"then"}, []*Way{&p.Then}
		if len(children) == 0 {
			return nil
		}
		p.Follows = true
		if p.Dials = children[0].name == "transfer"; p.Dials {
			want[0] = "transfer"
		}
	}
	if len(children) != len(want) {
		return fmt.Errorf("prompt %d has %d conditions", p.Number, len(children))
	}
	for i, e := range children {
		if e.name != want[i] || len(e.children) > 0 {
			return fmt.Errorf("<%s> stands in prompt %d", e.name, p.Number)
		}
		w, err := e.way()
		if err != nil {
			return err
		}
		*ways[i] = w
	}
	if p.Dials && len(p.Then.Transfer) == 0 {
		return fmt.Errorf("prompt %d transfers to nobody", p.Number)
	}
	return nil
}

// check looks for prompts that are named and not there, and for names and sounds
// that stand twice.
func (c *Campaign) check() error {
	names, sounds := map[string]bool{}, map[string]bool{}
	for _, s := range c.Sounds {
		if sounds[s.Filename] {
			return fmt.Errorf("the sound %s stands twice", s.Filename)
		}
		sounds[s.Filename] = true
	}
	if _, ok := c.Prompt(c.First); !ok {
		return fmt.Errorf("the first prompt, %d, is not there", c.First)
	}
	for _, p := range c.Prompts {
		if names[p.Step] {
			return fmt.Errorf("two prompts have the name %s", p.Step)
		}
		names[p.Step] = true
		for _, w := range []Way{p.Play, p.NoResponse, p.Error, p.Then} {
			if _, ok := c.Prompt(w.Goto); w.Goto != 0 && !ok {
				return fmt.Errorf("prompt %d leads to prompt %d, which is not there", p.Number, w.Goto)
			}
			if w.Filename != "" && !sounds[w.Filename] {
				return fmt.Errorf("prompt %d plays %s, which is no sound of the campaign", p.Number, w.Filename)
			}
		}
	}
	return nil
}
