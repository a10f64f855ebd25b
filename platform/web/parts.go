package web

// Field is an input of one line, or of several when Rows is given. Name is also its id, to which the list of complaints
// leads.
type Field struct {
	Name, Label, Help, Value, Complaint string
	Type, Inputmode, Autocomplete       string
	Size, Rows                          int
	Optional                            bool
}

// Choice is one of several: as radio buttons (choice) or a list (select).
type Choice struct {
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

const threadLength = 11
