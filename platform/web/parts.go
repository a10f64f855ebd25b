package web

import "time"

// Field is an input of one line, or of several when Rows is given. Name is also its id, to which the list of complaints
// leads. About is what that list calls it, where the label alone does not say which of several fields it is.
type Field struct {
	About                               string
	Name, Label, Help, Value, Complaint string
	Type, Inputmode, Autocomplete       string
	Size, Rows                          int
	Optional                            bool
}

// dates are the layouts of the types of input that show nothing of what is written otherwise.
var dates = map[string]string{"date": time.DateOnly, "datetime-local": "2006-01-02T15:04"}

// Kind is the type of the input: Type, or text where what was typed is not of that type, so that it is seen and can be
// mended.
func (f Field) Kind() string {
	if f.Type == "" {
		return "text"
	}
	if layout, ok := dates[f.Type]; ok && f.Value != "" {
		if _, err := time.Parse(layout, f.Value); err != nil {
			return "text"
		}
	}
	return f.Type
}

// Choice is one of several: as radio buttons (choice) or a list (select).
type Choice struct {
	About                               string
	Name, Label, Help, Value, Complaint string
	Options                             []Option
}

// Option is one of a Choice.
type Option struct{ Value, Label string }

// Status is a state as a shape and a word. State is done, now, err, out or no.
type Status struct{ State, Words string }

// Next says who has the ball and what happens next.
type Next struct{ Who, What string }

// Step is a step of the thread from a municipality to a good practice.
type Step struct {
	Number      int
	Name, State string // State is done, here or empty
}

// Mark says how sure we are of a figure: Certainty is confirmed, programme, unconfirmed or invented. Source says where it
// was read, or why it is uncertain; Link leads there.
type Mark struct{ Certainty, Source, Link string }

// Map is a picture of places as dots, some of them marked and named, in units of its view box. Label says in words what
// it shows.
type Map struct {
	Left, Top, Width, Height int
	Label                    string
	Dots                     []Dot
	Marked                   []Dot
}

// Dot is a place on a Map. The name of a marked one stands at NameX, NameY; Anchor is start, middle or end.
type Dot struct {
	X, Y, NameX, NameY int
	Name, Anchor       string
}

const threadLength = 11
