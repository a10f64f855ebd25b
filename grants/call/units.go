package call

// Units is what a typed answer to a field of kind number or money says, in units of its last decimal or in cents; not ok
// when it cannot be read.
func (f Field) Units(typed string) (units int64, ok bool) {
	r := understand(&f, typed)
	return r.number, r.given && r.wrong == ""
}
