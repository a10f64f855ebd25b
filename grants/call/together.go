package call

// usualTotal is how much the files of an application may have together where the call does not say, in MB.
const usualTotal = 200

// mostTotal is the most a call can allow, in MB.
const mostTotal = 5000

// readTotal is how many bytes the files of an application may have together: what the file says; otherwise what fits in
// its fields, up to the usual, and room for one file of every field.
func readTotal(e entry, f Form) int64 {
	if e.written() {
		return int64(e.whole(1, mostTotal)) << 20
	}
	all, one := int64(0), int64(0)
	for _, s := range f.Sections {
		for _, field := range s.Fields {
			all += field.Files.MaxBytes * int64(field.Files.MaxCount)
			one += field.Files.MaxBytes
		}
	}
	return max(one, min(all, usualTotal<<20))
}

// checkTotal wants room for the largest file the form takes.
func (r *reader) checkTotal(d *Definition) {
	for _, s := range d.Form.Sections {
		for _, f := range s.Fields {
			if r.has("files_total") && f.Files.MaxBytes > d.FilesTotal && d.FilesTotal > 0 {
				r.fault("files_total", "One file of the field %q may have %d MB, and all files together %d MB.", f.ID, f.Files.MaxBytes>>20, d.FilesTotal>>20)
			}
		}
	}
}

// hearTogether complains, at the last field that has files, when all of them are too much.
func (x *Examination) hearTogether() {
	total, at := int64(0), ""
	for _, p := range x.plan.fields {
		if p.Kind != File || !x.visible(p) {
			continue
		}
		for _, r := range x.found[p.index].rows {
			total += r.cells[p.columns["size"]].number
			at = p.ID
		}
	}
	if most := x.plan.call.FilesTotal; total > most {
		x.say(at, "complaint.files_together", args{"Size": Decimal{(total + 1<<20 - 1) >> 20, 0}, "Most": Decimal{most >> 20, 0}})
	}
}
