package quarantine_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/outbox"
	"vekst/platform/quarantine"
	"vekst/platform/testkit"
)

// scanner finds what the bytes say, unless it is away.
type scanner struct {
	asked int
	away  error
}

func (s *scanner) Scan(ctx context.Context, from io.Reader) (string, error) {
	s.asked++
	if _, ends := ctx.Deadline(); !ends {
		return "", errors.New("it may take for ever")
	}
	data, err := io.ReadAll(from)
	return strings.TrimPrefix(string(data), "clean"), errors.Join(err, s.away)
}

func TestAContentIsJudgedOnceAndByNobodyElseThanTheScanner(t *testing.T) {
	w := testkit.SQLite(t, nil)
	for name, x := range map[string]struct {
		state, bytes string
		away         error
		noScanner    bool
		asked        int
		judged       string
		fails        bool
	}{
		"clean":                     {quarantine.Waiting, "clean", nil, false, 1, "x is ", false},
		"infected":                  {quarantine.Waiting, "Eicar", nil, false, 1, "x is Eicar", false},
		"from before the scanner":   {quarantine.None, "Eicar", nil, false, 1, "x is Eicar", false},
		"clean already":             {quarantine.Clean, "Eicar", nil, false, 0, "", false},
		"infected already":          {quarantine.Infected, "clean", nil, false, 0, "", false},
		"while the scanner is away": {quarantine.Waiting, "clean", io.ErrUnexpectedEOF, false, 1, "", true},
		"without a scanner":         {quarantine.Waiting, "clean", nil, true, 0, "", true},
	} {
		s, judged := &scanner{away: x.away}, ""
		d := quarantine.Duty{Scanner: s, Within: time.Minute,
			State: func(db.Reader, string) (string, error) { return x.state, nil },
			Read: func(context.Context, string) (io.ReadCloser, error) {
				return io.NopCloser(strings.NewReader(x.bytes)), nil
			},
			Judge: func(_ context.Context, _ *action.Door, sum, found string) error {
				judged = sum + " is " + found
				return nil
			}}
		if x.noScanner {
			d.Scanner = nil
		}
		err := d.Do(t.Context(), w.Door, outbox.Line{Payload: `{"SHA256":"x"}`})
		if (err != nil) != x.fails || judged != x.judged || s.asked != x.asked {
			t.Errorf("%s: judged %q, asked %d times, and the line stays because of %v", name, judged, s.asked, err)
		}
	}
}
