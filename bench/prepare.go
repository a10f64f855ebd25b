package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"vekst/grants/account"
	"vekst/grants/application"
	"vekst/grants/call"
	"vekst/grants/organisation"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/value/registration"
	"vekst/value/text"
)

// draft is an application that is ready to be submitted, and the session of who may.
type draft struct{ application, session string }

// session signs a person in without a page.
var session = action.Define(action.Definition[string, string, string]{
	Name: "bench.session", Load: func(_ *action.Tx, person string) (string, error) { return person, nil },
	May: action.Program[string](), When: action.AnyTime[string](),
	Do: func(tx *action.Tx, person, _ string) (string, error) {
		tx.About("person", person)
		return account.StartSession(tx, person, "bench", false)
	},
})

// benchCall is the small grants scheme, open for years.
const benchCall = "job-creation-bench"

// publish opens the call of the measurements.
func publish(ctx context.Context, door *action.Door) error {
	shipped, err := call.Shipped()
	if err != nil {
		return err
	}
	for _, d := range shipped {
		if d.ID != "job-creation-2022" {
			continue
		}
		file := string(d.Bytes())
		for old, later := range map[string]string{"id: job-creation-2022": "id: " + benchCall, "closes: 2022-10-07T17:00": "closes: 2035-10-07T17:00",
			"decision: 2023-01-31": "decision: 2036-01-31", "activities_end: 2024-04-30": "activities_end: 2040-04-30"} {
			file = strings.Replace(file, old, later, 1)
		}
		_, err := call.Publish.Run(ctx, door, action.System("bench"), call.Publication{File: []byte(file)})
		return err
	}
	return fmt.Errorf("bench: there is no job-creation-2022 among the shipped calls")
}

// patterns are the answers of applications that the demonstration has submitted, without their files.
func patterns(r db.Reader) ([]call.Answers, error) {
	submitted, err := application.Submissions(r, "job-creation-2022")
	if err != nil {
		return nil, err
	}
	var all []call.Answers
	for _, s := range submitted {
		answers, err := application.Answers(r, s.Application)
		if err != nil {
			return nil, err
		}
		pattern := call.Answers{}
		withFiles := false
		for _, a := range answers {
			pattern[a.Path] = a.Value
			withFiles = withFiles || len(a.Path) > 5 && a.Path[:5] == "file_"
		}
		if !withFiles {
			all = append(all, pattern)
		}
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("bench: the demonstration has submitted nothing to copy")
	}
	return all, nil
}

// prepare makes n complete drafts, each of an organisation and a person of its own, numbered from first.
func prepare(ctx context.Context, door *action.Door, like []call.Answers, first, n int) ([]draft, error) {
	drafts := make([]draft, n)
	var all sync.WaitGroup
	var failed atomic.Pointer[error]
	var next atomic.Int64
	for range 32 {
		all.Go(func() {
			for failed.Load() == nil {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				d, err := one(ctx, door, first+i, like[i%len(like)])
				if err != nil {
					failed.Store(&err)
					return
				}
				drafts[i] = d
			}
		})
	}
	all.Wait()
	if err := failed.Load(); err != nil {
		return nil, *err
	}
	return drafts, nil
}

func one(ctx context.Context, door *action.Door, i int, like call.Answers) (draft, error) {
	system := action.System("bench")
	person, err := account.Create.Run(ctx, door, system, account.New{Name: fmt.Sprint("Bench ", i), Email: fmt.Sprintf("bench-%d@example.org", i), Lang: text.BG})
	if err != nil {
		return draft{}, err
	}
	number := eik(i)
	org, err := organisation.Register.Run(ctx, door, system, organisation.Registering{Name: fmt.Sprint("Bench ", i), Country: "BG", Number: number,
		Kind: "company", Seat: "SOF46", Owner: person})
	if err != nil {
		return draft{}, err
	}
	secret, err := session.Run(ctx, door, system, person)
	if err != nil {
		return draft{}, err
	}
	a, err := application.Start.Run(ctx, door, system, application.Beginning{Call: benchCall, Organisation: org, Lang: text.BG})
	if err != nil {
		return draft{}, err
	}
	saving := application.Saving{Application: a.ID}
	for _, path := range slices.Sorted(maps.Keys(like)) {
		saving.Changes = append(saving.Changes, application.Change{Path: path, Value: like[path], Rev: 1 << 40})
	}
	_, err = application.Save.Run(ctx, door, system, saving)
	return draft{a.ID, secret}, err
}

// eik is the i-th number with a right check digit.
func eik(i int) string {
	for d := range 10 {
		if n := fmt.Sprintf("%08d%d", 30_000_000+i, d); valid(n) {
			return n
		}
	}
	return ""
}

func valid(n string) bool {
	_, err := registration.Bulgarian(n)
	return err == nil
}
