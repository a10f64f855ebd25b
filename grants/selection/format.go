package selection

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"vekst/grants/review"
	"vekst/value/text"
)

// Format names the file a frozen list is published as. A change that old programs would misread gets a new name.
//
// The file is JSON in UTF-8, indented by one space, its keys in the order of the structs here. Points are numbers with
// two decimals, exact: read them as decimals, not as floats. Averages have three decimals where they end in half a
// hundredth. Amounts are whole cents. Moments are RFC 3339 in UTC. One list has one way to be written.
const Format = "vekst-ranking-1"

type file struct {
	Format       string       `json:"format"`
	Call         string       `json:"call"`
	Title        text.Text    `json:"title"`
	FrozenAt     time.Time    `json:"frozen_at"`
	Program      string       `json:"program"`
	Settings     fileSettings `json:"settings"`
	Rows         []fileRow    `json:"rows"`
	AwardedCents int64        `json:"awarded_cents"`
	LeftCents    int64        `json:"left_cents"`
}

type fileSettings struct {
	Experts           int              `json:"experts,omitempty"` // 1 where one expert scores alone; left out for two
	DivergencePercent int64            `json:"divergence_percent"`
	Tie               review.Tie       `json:"tie"`
	Threshold         points           `json:"threshold"`
	Groups            []fileGroup      `json:"groups"`
	TieBreakers       []fileTieBreaker `json:"tie_breakers"`
	BudgetCents       int64            `json:"budget_cents"`
	Marginal          Marginal         `json:"marginal"`
	NoReserve         bool             `json:"no_reserve,omitempty"`
	MinimumGrantCents int64            `json:"minimum_grant_cents"`
	Seed              string           `json:"seed"`
	SeedFixed         text.Text        `json:"seed_fixed"`
}

type fileGroup struct {
	Group     string `json:"group"`
	Threshold points `json:"threshold"`
}

type fileTieBreaker struct {
	Rule      Rule   `json:"rule"`
	Criterion string `json:"criterion,omitempty"`
}

type fileRow struct {
	Number         string             `json:"number"`
	Rank           int                `json:"rank,omitempty"`
	Experts        []fileSheet        `json:"experts"`
	ThirdRequired  bool               `json:"third_required"`
	Choice         review.Tie         `json:"committee_choice,omitempty"`
	Pair           string             `json:"pair,omitempty"`
	Score          *average           `json:"score"`
	Groups         map[string]average `json:"groups,omitempty"`
	RequestedCents int64              `json:"requested_cents"`
	Submitted      time.Time          `json:"submitted_at,omitzero"`
	Rejected       []string           `json:"rejected_because,omitempty"`
	Outcome        Outcome            `json:"outcome"`
	Reserve        int                `json:"reserve,omitempty"`
	AwardCents     int64              `json:"award_cents"`
	RunningCents   int64              `json:"running_total_cents"`
	DecidedBy      fileTieBreaker     `json:"decided_by,omitzero"`
}

type fileSheet struct {
	Total  points            `json:"total"`
	Points map[string]points `json:"points,omitempty"`
}

// Write writes the list as a file. The same list is always the same bytes. It fails where out does, or where a moment
// has no year of four digits.
func (l List) Write(out io.Writer) error {
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	return encoder.Encode(l.file())
}

func (l List) file() file {
	f := file{
		Format: Format, Call: l.About.Call, Title: l.About.Title, FrozenAt: l.About.FrozenAt, Program: l.About.Program,
		Settings: l.Settings.file(), Rows: make([]fileRow, len(l.Ranking.Rows)),
		AwardedCents: l.Ranking.Awarded, LeftCents: l.Ranking.Left,
	}
	f.Settings.SeedFixed = l.About.SeedFixed
	for i, row := range l.Ranking.Rows {
		f.Rows[i] = row.file(l.Settings)
	}
	return f
}

func (s Settings) file() fileSettings {
	f := fileSettings{
		DivergencePercent: s.Policy.Percent, Tie: s.Policy.Tie, Threshold: points(s.Threshold), Groups: []fileGroup{},
		TieBreakers: []fileTieBreaker{}, BudgetCents: s.Budget, Marginal: s.Marginal, NoReserve: s.NoReserve, MinimumGrantCents: s.MinimumGrant, Seed: s.Seed,
	}
	if s.Policy.Alone {
		f.Experts = 1
	}
	for _, group := range s.Groups {
		f.Groups = append(f.Groups, fileGroup{group.ID, points(group.Threshold)})
	}
	for _, breaker := range s.TieBreakers {
		f.TieBreakers = append(f.TieBreakers, fileTieBreaker(breaker))
	}
	return f
}

func (r Row) file(s Settings) fileRow {
	f := fileRow{
		Number: r.Entry.Number, Rank: r.Rank, Experts: r.Entry.fileSheets(), ThirdRequired: r.Score.ThirdRequired,
		Choice: r.Entry.Choice, Pair: r.Score.PairText(), RequestedCents: r.Entry.Requested, Submitted: r.Entry.Submitted,
		Rejected: r.Entry.Rejected, Outcome: r.Outcome, Reserve: r.Reserve, AwardCents: r.Award, RunningCents: r.RunningTotal,
		DecidedBy: fileTieBreaker(r.DecidedBy),
	}
	if !r.Score.Settled {
		return f
	}
	score := average(r.Score.Twice)
	f.Score, f.Groups = &score, make(map[string]average, len(s.Groups))
	for i, group := range s.Groups {
		f.Groups[group.ID] = average(r.Groups[i])
	}
	return f
}

func (e Entry) fileSheets() []fileSheet {
	sheets := make([]fileSheet, len(e.Sheets))
	for i, sheet := range e.Sheets {
		sheets[i] = fileSheet{Total: points(sheet.Total), Points: make(map[string]points, len(sheet.Points))}
		for id, given := range sheet.Points {
			sheets[i].Points[id] = points(given)
		}
	}
	return sheets
}

// ErrNotAList says that a file is not a list in this format. What is returned wraps it and says why.
var ErrNotAList = errors.New("not a ranking in the format " + Format)

// readFile reads exactly one list and refuses fields it does not know.
func readFile(raw []byte) (file, error) {
	var f file
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&f); err != nil {
		return file{}, fmt.Errorf("%w: %w", ErrNotAList, err)
	}
	if f.Format != Format {
		return file{}, fmt.Errorf("%w: it calls itself %q", ErrNotAList, f.Format)
	}
	if _, err := decoder.Token(); err != io.EOF {
		return file{}, fmt.Errorf("%w: there is more after its end", ErrNotAList)
	}
	return f, nil
}

func (f file) about() About {
	return About{Call: f.Call, Title: f.Title, FrozenAt: f.FrozenAt, Program: f.Program, SeedFixed: f.Settings.SeedFixed}
}

func (f fileSettings) settings() Settings {
	s := Settings{
		Policy: review.Policy{Alone: f.Experts == 1, Percent: f.DivergencePercent, Tie: f.Tie}, Threshold: int64(f.Threshold), Budget: f.BudgetCents,
		Marginal: f.Marginal, NoReserve: f.NoReserve, MinimumGrant: f.MinimumGrantCents, Seed: f.Seed,
	}
	for _, group := range f.Groups {
		s.Groups = append(s.Groups, Group{group.Group, int64(group.Threshold)})
	}
	for _, breaker := range f.TieBreakers {
		s.TieBreakers = append(s.TieBreakers, TieBreaker(breaker))
	}
	return s
}

func (f fileRow) entry() Entry {
	e := Entry{Number: f.Number, Choice: f.Choice, Requested: f.RequestedCents, Submitted: f.Submitted, Rejected: f.Rejected}
	for _, sheet := range f.Experts {
		given := make(map[string]int64, len(sheet.Points))
		for id, points := range sheet.Points {
			given[id] = int64(points)
		}
		e.Sheets = append(e.Sheets, Sheet{Total: int64(sheet.Total), Points: given})
	}
	return e
}
