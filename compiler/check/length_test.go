package check

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ivrc/ir"
)

func TestAQuestionIsHeardAsOftenAsItIsAsked(t *testing.T) {
	half := func(n int) ir.Prompt { return ir.Prompt{&ir.Pause{Length: time.Duration(n) * 500 * time.Millisecond}} }
	menu := &ir.Menu{Say: half(2), Asking: ir.Asking{
		Timeout: 5 * time.Second, Attempts: 3,
		Retry: ir.Retry{Timeout: half(1), NoMatch: half(100)},
	}}
	step := &ir.Step{Say: half(4), Act: menu}
	took, known := stay(step, ir.Of(ir.Timeout))
	// say 2 s; three times 1 s and 5 s; twice half a second in between
	require.Equal(t, 21*time.Second, took)
	require.True(t, known)
	menu.Retry.Say = half(6)
	took, _ = stay(step, ir.Of(ir.Timeout))
	require.Equal(t, 25*time.Second, took, "retry.say stands in for the prompt")
}
