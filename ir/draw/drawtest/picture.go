// Package drawtest looks at a drawn flow as a reader does: it knows the text of the
// picture and the flow, and nothing of how one is made from the other.
//
// In: an SVG and the ir.Flow that it shows. Out: what is wrong with it, in
// sentences: boxes that overlap, words that cover each other, lines that run
// through boxes or miss them, edges of the flow that are nowhere. Only tests
// import it.
package drawtest

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// rect is a piece of the picture.
type rect struct{ left, top, right, bottom int }

// overlaps says that two pieces share more than a border.
func (r rect) overlaps(o rect) bool {
	return r.left < o.right && o.left < r.right && r.top < o.bottom && o.top < r.bottom
}

type point struct{ x, y int }

// box is a step, or a shape that leads into one.
type box struct {
	rect
	name string // the step's id, or "lead to ID"
}

// words are a label: what stands at the beginning of a line.
type words struct {
	rect
	from, to, text string
	quiet          bool
}

// line is a path, or a way listed in a box, which has no points.
type line struct {
	points   []point
	from, to string
	outcomes []string
	text     string // of a listed way
	quiet    bool
}

// picture is what stands in an SVG.
type picture struct {
	width, height int
	boxes         []box
	labels        []words
	lines         []line
	anywhere      map[[2]string]bool // outcome and target that hold for every step
	ids, links    map[string]bool
}

// reader takes an SVG apart, element by element.
type reader struct {
	picture
	open []map[string]string // attributes of open elements, and their names under "."
}

func read(svg string) (*picture, error) {
	r := &reader{picture: picture{anywhere: map[[2]string]bool{}, ids: map[string]bool{}, links: map[string]bool{}}}
	decoder := xml.NewDecoder(strings.NewReader(svg))
	for {
		token, err := decoder.Token()
		switch {
		case errors.Is(err, io.EOF):
			return &r.picture, nil
		case err != nil:
			return nil, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			attributes := map[string]string{".": token.Name.Local}
			for _, a := range token.Attr {
				attributes[a.Name.Local] = a.Value
			}
			r.open = append(r.open, attributes)
			if err := r.start(attributes); err != nil {
				return nil, err
			}
		case xml.EndElement:
			r.open = r.open[:len(r.open)-1]
		case xml.CharData:
			r.text(string(token))
		}
	}
}

// around is the nearest open element that has an attribute.
func (r *reader) around(attribute string) map[string]string {
	for i := len(r.open) - 1; i >= 0; i-- {
		if _, ok := r.open[i][attribute]; ok {
			return r.open[i]
		}
	}
	return nil
}

func (r *reader) start(a map[string]string) error {
	if id := a["id"]; id != "" {
		if r.ids[id] {
			return fmt.Errorf("the id %s stands twice", id)
		}
		r.ids[id] = true
	}
	switch class := a["class"]; {
	case a["."] == "script", a["."] == "foreignObject", strings.HasPrefix(a["href"], "javascript"):
		return errors.New("the picture is not static")
	case a["."] == "svg":
		_, err := fmt.Sscanf(a["viewBox"], "0 0 %d %d", &r.width, &r.height)
		return err
	case a["."] == "a":
		r.links[strings.TrimPrefix(a["href"], "#")] = true
	case class == "card":
		return r.box(a, r.around("data-step")["data-step"])
	case class == "pill":
		return r.box(a, "lead to "+r.around("data-lead")["data-lead"])
	case class == "ground":
		of := r.around("data-from")
		place, err := rectOf(a)
		r.labels = append(r.labels, words{rect: place, from: of["data-from"], to: of["data-to"], quiet: strings.Contains(of["class"], "quiet")})
		return err
	case class == "legend" && a["data-outcomes"] != "":
		for _, outcome := range strings.Split(a["data-outcomes"], "|") {
			r.anywhere[[2]string{outcome, a["data-to"]}] = true
		}
	case a["data-outcomes"] != "":
		l := line{from: a["data-from"], to: a["data-to"], outcomes: strings.Split(a["data-outcomes"], "|"), quiet: strings.Contains(class, "quiet")}
		if a["."] == "path" {
			var err error
			if l.points, err = corners(a["d"]); err != nil {
				return err
			}
		}
		r.lines = append(r.lines, l)
	}
	return nil
}

func (r *reader) box(a map[string]string, name string) error {
	place, err := rectOf(a)
	r.boxes = append(r.boxes, box{place, name})
	return err
}

func (r *reader) text(text string) {
	if len(r.open) == 0 || strings.TrimSpace(text) == "" {
		return
	}
	in := r.around("data-from")
	switch {
	case in == nil:
	case in["."] == "g" && r.open[len(r.open)-1]["."] == "text":
		last := &r.labels[len(r.labels)-1]
		last.text += " " + text
	case in["."] == "text":
		r.lines[len(r.lines)-1].text += " " + text
	}
}

func rectOf(a map[string]string) (rect, error) {
	var n [4]int
	for i, name := range []string{"x", "y", "width", "height"} {
		var err error
		if n[i], err = strconv.Atoi(a[name]); err != nil {
			return rect{}, fmt.Errorf("%s of a box: %w", name, err)
		}
	}
	return rect{n[0], n[1], n[0] + n[2], n[1] + n[3]}, nil
}

// corners are the points of a path; those that a round corner is drawn around are
// among them.
func corners(d string) ([]point, error) {
	var points []point
	letter, numbers := byte(0), []int(nil)
	flush := func() error {
		switch {
		case letter == 0:
		case letter == 'V' && len(numbers) == 1:
			points = append(points, point{points[len(points)-1].x, numbers[0]})
		case strings.IndexByte("MLQ", letter) >= 0 && len(numbers)%2 == 0:
			for i := 0; i < len(numbers); i += 2 {
				points = append(points, point{numbers[i], numbers[i+1]})
			}
		default:
			return fmt.Errorf("path %q", d)
		}
		return nil
	}
	for _, field := range strings.Fields(strings.NewReplacer("M", " M ", "L", " L ", "Q", " Q ", "V", " V ").Replace(d)) {
		if n, err := strconv.Atoi(field); err == nil {
			numbers = append(numbers, n)
			continue
		}
		if err := flush(); err != nil {
			return nil, err
		}
		letter, numbers = field[0], nil
	}
	return points, flush()
}
