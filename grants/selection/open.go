package selection

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"strings"
	"time"

	"vekst/grants/call"
	"vekst/grants/review"
	"vekst/platform/db"
	"vekst/platform/web"
	"vekst/value/text"
)

// openResult is what the public gets of one application. For those that got nothing, what could
// tell who they are is empty.
type openResult struct {
	Number         string    `json:"number"`
	Rank           int       `json:"rank,omitempty"`
	Outcome        Outcome   `json:"outcome"`
	Score          string    `json:"score,omitempty"`
	RequestedCents int64     `json:"requested_cents"`
	AwardCents     int64     `json:"award_cents"`
	Reserve        int       `json:"reserve,omitempty"`
	Municipality   string    `json:"municipality,omitempty"`
	Place          text.Text `json:"municipality_name,omitzero"`
	Organisation   string    `json:"organisation,omitempty"`
	Title          string    `json:"title,omitempty"`
	Invented       bool      `json:"invented,omitempty"`

	person bool // the applicant takes part in their own name
}

// openDecision is the public decision on a call.
type openDecision struct {
	Format      string       `json:"format"`
	Call        string       `json:"call"`
	Code        string       `json:"code"`
	Title       text.Text    `json:"title"`
	Currency    string       `json:"currency,omitempty"`
	DecidedAt   time.Time    `json:"decided_at"`
	RankingSHA  string       `json:"ranking_sha256"`
	BudgetCents int64        `json:"budget_cents"`
	Awarded     int64        `json:"awarded_cents"`
	Results     []openResult `json:"results"`
}

// openFormat names the form of the public results.
const openFormat = "vekst-results-1"

func openOf(r db.Reader, callID string) (openDecision, error) {
	k, err := FindDecision(r, callID)
	if err != nil {
		return openDecision{}, err
	}
	d, err := call.Find(r, callID)
	if err != nil {
		return openDecision{}, err
	}
	list, err := readFile(k.File)
	if err != nil {
		return openDecision{}, err
	}
	people, err := everybody(r, callID)
	if err != nil {
		return openDecision{}, err
	}
	o := openDecision{Format: openFormat, Call: d.ID, Code: d.Code, Title: d.Title, Currency: d.Money.Currency, DecidedAt: k.ConfirmedAt,
		RankingSHA: k.Hash, BudgetCents: list.Settings.BudgetCents, Awarded: list.AwardedCents}
	for _, row := range list.Rows {
		o.Results = append(o.Results, openRow(row, people[row.Number]))
	}
	return o, nil
}

func openRow(row fileRow, w who) openResult {
	o := openResult{Number: row.Number, Rank: row.Rank, Outcome: row.Outcome, RequestedCents: row.RequestedCents, AwardCents: row.AwardCents,
		Reserve: row.Reserve}
	if row.Score != nil {
		o.Score = review.Fixed(int64(*row.Score))
	}
	if row.Outcome.unnamed() {
		return o
	}
	o.Organisation, o.Title, o.Invented, o.person = w.applicant.Text, w.submission.Title, w.applicant.Invented, w.person
	if o.Municipality = w.submission.Municipality; o.Municipality != "" {
		o.Place = text.Text{BG: review.PlaceOf(o.Municipality, text.BG), NB: review.PlaceOf(o.Municipality, text.NB), EN: review.PlaceOf(o.Municipality, text.EN)}
	}
	return o
}

func downloadRanking(q *web.Request) (web.Answer, error) {
	k, err := FindDecision(q.Reader(), q.PathValue("call"))
	return rankingFile(k), err
}

func downloadJSON(q *web.Request) (web.Answer, error) {
	o, err := openOf(q.Reader(), q.PathValue("call"))
	return web.JSON(o), err
}

// downloadCSV gives the results as a table, UTF-8 with a mark so that spreadsheets read Cyrillic.
func downloadCSV(q *web.Request) (web.Answer, error) {
	o, err := openOf(q.Reader(), q.PathValue("call"))
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	_ = w.Write([]string{"number", "rank", "outcome", "score", "requested_cents", "award_cents", "reserve", "municipality", "municipality_bg", "municipality_en", "organisation", "title", "invented"})
	for _, r := range o.Results {
		_ = w.Write([]string{r.Number, count(r.Rank), string(r.Outcome), r.Score, strconv.FormatInt(r.RequestedCents, 10), strconv.FormatInt(r.AwardCents, 10),
			count(r.Reserve), r.Municipality, r.Place.BG, r.Place.EN, cell(r.Organisation), cell(r.Title), strconv.FormatBool(r.Invented)})
	}
	w.Flush()
	return web.File{Type: "text/csv; charset=utf-8", Name: o.Call + "-results.csv", Data: b.Bytes()}, w.Error()
}

func count(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// cell keeps a spreadsheet from taking what an applicant typed for a formula.
func cell(s string) string {
	if strings.ContainsAny(s[:min(1, len(s))], "=+-@\t\r") {
		return "'" + s
	}
	return s
}
