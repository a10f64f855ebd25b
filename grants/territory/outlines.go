package territory

import "time"

// States of a file of outlines.
const (
	Proposed  = "proposed"
	Standing  = "standing"
	Undone    = "undone"
	Discarded = "discarded"
)

// Outlines are the outlines of municipalities as one file has them. Those in force are, for each municipality, what the
// newest file that stands says.
type Outlines struct {
	ID              string
	Number          int64
	State           string
	File, SHA256    string
	Bytes           int64
	Source, Licence string
	Matched         int64
	Found           []Finding
	Proposed        time.Time
	ProposedBy      string
	At              time.Time
	By              string
	Undone          time.Time
	UndoneBy        string
}

// Open says whether it still waits for a yes.
func (o Outlines) Open() bool { return o.State == Proposed }

// Finding is what was found of one feature of a file: Key is what, Feature the number of the feature counted from 1, 0 for
// the file. Code and Name are what the feature says of itself.
type Finding struct {
	Key        string
	Feature    int
	Code, Name string
	Is         string  // the municipality it was taken for
	Lon, Lat   float64 // where, if somewhere
	LeftOut    bool    // the outline is not imported
}
