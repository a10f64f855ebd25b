package call

// Condition is a CEL expression of a call file, checked and compiled when the file was read.
type Condition struct {
	Text         string
	Line, Column int
}

// Given says whether there is a condition at all.
func (c Condition) Given() bool { return c.Text != "" }

type plan struct{}

type screening struct{}
