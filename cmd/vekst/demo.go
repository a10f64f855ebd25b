package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"text/tabwriter"
	"time"

	"vekst/demo"
	"vekst/platform/lang"
	"vekst/platform/setting"
	"vekst/value/text"
)

// demoFolder holds the demonstration. It can be deleted at any time; the next one begins anew.
const demoFolder = "vekst-demo"

// demoSettings are the settings of serve with others as their defaults, and one more.
func demoSettings() setting.List {
	defaults := map[string]string{"database": demoFolder + "/vekst.db", "files": demoFolder + "/files", "log-level": "warn", "publisher": "Vekst, the demonstration°"}
	list := setting.List{{Name: "fresh", Default: "no", Help: "yes deletes the folder " + demoFolder + " first, to begin anew"}}
	for _, s := range settings {
		if d, ok := defaults[s.Name]; ok {
			s.Default = d
		}
		list = append(list, s)
	}
	return list
}

// demonstrate runs the demonstration. It keeps its database between runs.
func demonstrate(ctx context.Context, args []string) error {
	values, err := read(demoSettings(), args)
	if err != nil {
		return err
	}
	if err := refresh(values); err != nil {
		return err
	}
	clock := demo.NewClock()
	p, err := open(ctx, values, clock.Now, clock)
	if err != nil {
		return err
	}
	defer p.close()
	if err := errors.Join(demo.Seed(ctx, p.door, values["files"]), clock.Restore(ctx, p.door)); err != nil {
		return err
	}
	welcome(os.Stdout, values, clock.Now(), p.site.Zone)
	return p.run(ctx)
}

// refresh deletes the folder of the demonstration when it is asked to. It touches no other place: a database somewhere
// else may not be a demonstration.
func refresh(values setting.Values) error {
	switch {
	case values["fresh"] == "no":
		return nil
	case values["fresh"] != "yes":
		return fmt.Errorf("setting fresh: yes or no")
	case values["database"] != demoFolder+"/vekst.db":
		return fmt.Errorf("setting fresh: only the folder %s can be deleted, and the database is elsewhere", demoFolder)
	}
	return os.RemoveAll(demoFolder)
}

// welcome says where the demonstration is and how to be somebody in it.
func welcome(w io.Writer, values setting.Values, now time.Time, zone *time.Location) {
	address := values["address"]
	fmt.Fprintf(w, "\nVekst, the demonstration. It is %s in Sofia, and the small grants scheme is open or has been.\n", lang.DateTime(text.EN, now.In(zone)))
	fmt.Fprintf(w, "\n  %s/demo\n\nBe somebody (each link signs in, as often as you like):\n\n", address)
	t := tabwriter.NewWriter(w, 0, 0, 3, ' ', 0)
	for _, line := range demo.Invitations() {
		fmt.Fprintf(t, "  %s\t%s\t%s\n", line.Name, address+line.Link, line.Try)
	}
	_ = t.Flush()
	kept := "Everything is kept in the database and the folder of files you named."
	if values["database"] == demoFolder+"/vekst.db" {
		kept = "Everything is kept in " + demoFolder + "; delete it, or start with --fresh=yes, to begin anew."
	}
	fmt.Fprintf(w, "\n%s Stop with Ctrl-C.\n\n", kept)
}
