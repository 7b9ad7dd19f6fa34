package check

import "time"

// Budgets are how much a caller is asked to bear before the advice (4xx) speaks
// up; zero switches one off. Sources contradict each other about most of them, so
// they are settings, not rules.
type Budgets struct {
	// Options is the number of keys in one menu, without those that repeat, go
	// back or reach a person.
	Options int
	// Prompt is the estimated time of what is heard in one go.
	Prompt time.Duration
	// Menus is the number of menus before a person can be reached.
	Menus int
}

// DefaultBudgets are what applies where nobody says otherwise: five options,
// 20 s, three menus (peers-asks.md §4.3).
func DefaultBudgets() Budgets {
	return Budgets{Options: 5, Prompt: 20 * time.Second, Menus: 3}
}
