package flows

import (
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/compiler"
	"ivrc/compiler/check"
	"ivrc/compiler/diag"
	"ivrc/compiler/source"
)

func TestTheSameSeedMakesTheSameBytes(t *testing.T) {
	for _, shape := range Shapes() {
		for _, layout := range []Layout{One, Many} {
			wish := Wish{Steps: 230, Layout: layout, Shape: shape, Seed: 7}
			first, err := Make(wish)
			require.NoError(t, err)
			second, err := Make(wish)
			require.NoError(t, err)
			require.Equal(t, first, second)
			wish.Seed++
			other, err := Make(wish)
			require.NoError(t, err)
			require.Equal(t, shape == HugeMenu, string(first[0].Text) == string(other[0].Text), "%s: the seed decides", shape)
		}
	}
}

func TestWishesThatCannotBeMetAreRefused(t *testing.T) {
	for _, wish := range []Wish{{}, {Steps: 9}, {Steps: 50, Shape: "round"}, {Steps: 50, Layout: "two"}} {
		_, err := Make(wish)
		require.Error(t, err, "%+v", wish)
	}
}

func TestStepsAreDividedWithoutALoss(t *testing.T) {
	for _, steps := range []int{10, 49, 50, 59, 60, 1000, 1009} {
		sum := 0
		for _, n := range divided(steps) {
			require.GreaterOrEqual(t, n, 10)
			sum += n
		}
		require.Equal(t, steps, sum)
	}
}

// findings compiles a flow under Budgets.
func findings(t *testing.T, f File) diag.List {
	t.Helper()
	flow, list := compiler.Check(source.NewFile(f.Name, f.Text), compiler.Options{Budgets: check.Budgets{}})
	require.True(t, flow != nil || list.HasErrors())
	return list
}

func TestEveryShapeIsWhatItPromises(t *testing.T) {
	for _, shape := range Shapes() {
		for _, seed := range []uint64{1, 2, 3} {
			files, err := Make(Wish{Steps: 1000, Shape: shape, Seed: seed})
			require.NoError(t, err)
			list := findings(t, files[0])
			codes := map[diag.Code]int{}
			for _, d := range list {
				codes[d.Code]++
			}
			switch shape {
			case Wrong:
				for _, code := range []diag.Code{diag.UnknownKey, diag.BadValue, diag.DuplicateKey, diag.WrongKind} {
					require.Positive(t, codes[code], "%s: %v", code, codes)
				}
				require.Equal(t, 10, list.Count(diag.Error), "one in a hundred: %v", codes)
			case Unreachable:
				require.Equal(t, map[diag.Code]int{diag.Unreachable: 1}, codes, "one finding names all of the part")
			default:
				require.Empty(t, list, "%s, seed %d", shape, seed)
			}
		}
	}
}
