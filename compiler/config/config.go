// Package config reads ivrc.yaml, the settings of a project.
//
// In: the bytes of one file and the names of the targets. Out: the settings, each
// with its place, and diagnostics 0xx and 1xx with exact places. It goes through
// the same reader as flows, so keys are lost and texts cut short as little here as
// there. It knows neither flags nor environment, resolves no path and asks for no
// file: what is in force is for the command line to say. It refuses keys that do
// not exist, and reports every problem, not the first. schema/config.schema.json
// says the same to editors; a test holds the two together.
package config

import (
	"time"

	"ivrc/compiler/diag"
	"ivrc/compiler/source"
	"ivrc/compiler/syntax"
)

// FileName is the name under which the file is looked for.
const FileName = "ivrc.yaml"

// Value is one setting. Its Span is the zero Span where the file says nothing.
type Value[T any] struct {
	Value T
	Span  source.Span
}

// IsSet says that the file has the setting.
func (v Value[T]) IsSet() bool { return !v.Span.IsZero() }

// Config is what one ivrc.yaml says. Paths and patterns are as written: they are
// meant relative to the file's folder.
type Config struct {
	// Flows are files, folders and patterns; Span of each is its own place.
	Flows []Value[string]
	// Base is the address under which the output is published, AudioBase the one
	// against which relative audio resolves.
	Base, AudioBase Value[string]
	// Out is the output folder.
	Out Value[string]
	// Targets are names of providers, each once.
	Targets []Value[string]
	// FailOn is error, warning or never.
	FailOn Value[string]
	// Budgets are the limits of the advice; 0 is "none".
	Budgets Budgets
}

// Budgets are the limits of the advice that the file sets (check.Budgets).
type Budgets struct {
	Options, Menus Value[int]
	Prompt         Value[time.Duration]
}

// Options are what reading depends on besides the file.
type Options struct {
	Limits syntax.Limits
	// Targets are the names that targets may use.
	Targets []string
}

// Parse reads one file. The Config holds what could be read; it is fit for use
// only if the list has no errors.
func Parse(file *source.File, o Options) (*Config, diag.List) {
	root, list := syntax.Parse(file, o.Limits)
	if root == nil {
		return &Config{}, aboutSettings(list)
	}
	list = aboutSettings(list)
	r := &reader{file: file, options: o, damaged: list.HasErrors()}
	c := r.config(root)
	list.Add(r.list...)
	list.Sort()
	return c, list
}

// aboutSettings replaces the next step of the one finding of the reader that
// speaks of flows.
func aboutSettings(list diag.List) diag.List {
	for i, d := range list {
		switch {
		case d.Code == diag.OneDocument && len(d.Related) == 0:
			list[i].Help = []string{"the settings begin with   ivrc: 1"}
		case d.Code == diag.OneDocument:
			list[i].Message = "a second document begins here; " + FileName + " holds one"
			list[i].Help = []string{"delete the line"}
		case d.Code == diag.TooLarge:
			list[i].Help = []string{"a file of settings is short: is this one?"}
		}
	}
	return list
}
