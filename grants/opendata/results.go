package opendata

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"vekst/grants/selection"
	"vekst/platform/db"
)

// callResults are what was decided on every application of every call that is decided, as the page of the decision has it. Of
// those that got nothing it has the number and the score alone.
func (h *house) callResults() Dataset {
	var outcomes []string
	for _, o := range selection.OpenOutcomes {
		outcomes = append(outcomes, string(o))
	}
	return Dataset{
		Name: "call-results", Licence: attribution, Themes: []string{"GOVE", "REGI"}, Key: []string{"call", "application"}, State: h.stateOfResults,
		Fields: slices.Concat(always(String, "call"), fields(String, "call_title_bg", "call_title_nb", "call_title_en"), always(String, "application"), always(Moment, "decided"),
			fields(Integer, "position"), fields(Number, "score"), []Field{{Name: "outcome", Type: String, Always: true, OneOf: outcomes}}, fields(Integer, "reserve_place"),
			fields(String, "currency"), fields(Integer, "requested_cents", "grant_cents"), fields(String, "organisation", "project", "project_municipality"),
			always(Boolean, "invented"), always(String, "ranking_sha256"), always(Link, "address")),
		Rows: h.eachCallResult,
	}
}

func (h *house) eachCallResult(r db.Reader, _ int, each func(Row) error) error {
	all, err := selection.Decisions(r)
	if err != nil {
		return err
	}
	for _, k := range all {
		d, err := selection.Open(r, k.Call)
		if err != nil {
			return err
		}
		for _, row := range d.Rows {
			if err := each(Row{Cells: h.decided(d, row)}); err != nil {
				return err
			}
		}
	}
	return nil
}

func (h *house) decided(d selection.OpenDecision, row selection.OpenRow) []any {
	var score, requested, grant any
	if row.Score != "" {
		score = Exact(row.Score)
	}
	if d.Call.Money.Given() {
		requested, grant = row.Requested, row.Award
	}
	t := d.Call.Title
	return slices.Concat(words(d.Call.ID, t.BG, t.NB, t.EN, row.Number, moment(d.DecidedAt)), []any{positive(int64(row.Position)), score, string(row.Outcome), positive(int64(row.Reserve))},
		words(d.Call.Money.Currency), []any{requested, grant}, words(row.Organisation, row.Title, row.Municipality), []any{row.Invented},
		words(d.RankingSHA, h.Address+"/results/"+d.Call.ID+"#"+row.Number))
}

// stateOfResults is the hash of every row: a decision that is taken back changes it, and so does an organisation's new name.
func (h *house) stateOfResults(r db.Reader) (string, error) {
	sum := sha256.New()
	err := h.eachCallResult(r, 0, func(row Row) error {
		_, err := fmt.Fprintln(sum, row.Cells...)
		return err
	})
	return hex.EncodeToString(sum.Sum(nil)), err
}
