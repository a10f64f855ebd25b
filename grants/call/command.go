package call

import (
	"fmt"
	"io"
	"os"
)

// CheckCommand is `vekst check call FILE...`: it prints every fault of every file as FILE:line:column: sentence, and for
// a file without faults one line that counts what it holds. It returns 0 when there are no faults, 1 when there are, and
// 2 when it was called without a file.
func CheckCommand(files []string, stdout, stderr io.Writer) int {
	if len(files) == 0 {
		fmt.Fprintln(stderr, "Name a file: vekst check call FILE")
		return 2
	}
	status := 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			fmt.Fprintln(stderr, err)
			status = 1
			continue
		}
		d, faults := Read(data, WithinRules)
		for _, fault := range faults {
			fmt.Fprintf(stdout, "%s:%s\n", file, fault)
			status = 1
		}
		if len(faults) == 0 {
			fmt.Fprintf(stdout, "%s: no faults; %s\n", file, d.Contents())
		}
	}
	return status
}

// Contents counts what a call holds: 5 sections, 38 fields, 12 conditions.
func (d Definition) Contents() string {
	fields, conditions := 0, 0
	for _, s := range d.Form.Sections {
		fields += len(s.Fields)
	}
	all := formConditions(&d)
	for i := range d.Gates {
		all = append(all, &d.Gates[i].Pass)
	}
	for _, q := range d.Screener {
		for _, r := range q.Refusals {
			all = append(all, &r.When)
		}
	}
	for _, c := range all {
		if c.Given() {
			conditions++
		}
	}
	return fmt.Sprintf("%s, %s, %s", counted(len(d.Form.Sections), "section"), counted(fields, "field"), counted(conditions, "condition"))
}

func counted(n int, of string) string {
	if n == 1 {
		return "1 " + of
	}
	return fmt.Sprintf("%d %ss", n, of)
}
