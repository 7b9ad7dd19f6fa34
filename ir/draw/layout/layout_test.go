package layout

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func boxes(n int) []Box {
	out := make([]Box, n)
	for i := range out {
		out[i] = Box{Width: 100, Height: 40}
	}
	return out
}

func TestLinksLeadDownwardsWhereTheyCan(t *testing.T) {
	links := []Link{{From: 0, To: 1}, {From: 1, To: 2}, {From: 2, To: 0}, {From: 0, To: 2}, {From: 2, To: Nowhere}, {From: 1, To: 1}}
	for _, way := range Ways() {
		require.Equal(t, []int{0, 1, 2}, Ranks(boxes(3), links, 1000, way))
	}
}

func TestRowsAreNotWiderThanTheirLimit(t *testing.T) {
	var links []Link
	for to := 1; to < 30; to++ {
		links = append(links, Link{From: 0, To: to})
	}
	for _, way := range Ways() {
		count := map[int]int{}
		for _, row := range Ranks(boxes(30), links, 400, way) {
			count[row]++
		}
		for row, n := range count {
			require.LessOrEqual(t, n*(100+gapBoxes), 400, "row %d", row)
		}
	}
}

func TestLeadsStandAboveWhatTheyLeadTo(t *testing.T) {
	all := append(boxes(3), Box{Width: 50, Height: 20, Lead: true})
	links := []Link{{From: 0, To: 1}, {From: 1, To: 2}, {From: 3, To: 2}}
	rank := Ranks(all, links, 1000, Ways()[0])
	require.Equal(t, []int{0, 1, 2, 1}, rank)
	p := Place(all, links, rank)
	require.Equal(t, p.Boxes[1].Y+20, p.Boxes[3].Y, "at the bottom of its row")
}

func TestALineThatHasRoomIsStraight(t *testing.T) {
	links := []Link{{From: 0, To: 1, Slot: 20}}
	p := Place(boxes(2), links, []int{0, 1})
	require.Len(t, p.Lines[0], 2)
	require.Equal(t, p.Lines[0][0].X, p.Lines[0][1].X)
	require.Equal(t, Point{p.Boxes[1].X + 50, p.Boxes[1].Y}, p.Lines[0][1])
}

func TestALineUpwardsGoesAroundItsBoxes(t *testing.T) {
	links := []Link{{From: 0, To: 1, Slot: 20}, {From: 1, To: 0, Slot: 20}}
	p := Place(boxes(2), links, []int{0, 1})
	line := p.Lines[1]
	require.Equal(t, p.Ports[1], line[0])
	require.Equal(t, p.Boxes[0].Y, line[len(line)-1].Y)
	beside := false
	for _, at := range line {
		beside = beside || at.X < min(p.Boxes[0].X, p.Boxes[1].X) || at.X > max(p.Boxes[0].X, p.Boxes[1].X)+100
	}
	require.True(t, beside)
}

func TestNothingIsPlaced(t *testing.T) {
	require.Empty(t, Ranks(nil, nil, 100, Way{}))
	require.Empty(t, Place(nil, nil, nil).Boxes)
}
