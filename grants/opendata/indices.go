package opendata

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"vekst/grants/targeting"
	"vekst/platform/db"
	"vekst/platform/geo"
)

// indices are the published ones, each with the address of its frozen files.
func (h *house) indices() Dataset {
	return Dataset{
		Name: "indices", Themes: []string{"SOCI", "REGI"}, Licence: attribution, Key: []string{"index"}, State: stateOfIndices,
		Fields: slices.Concat(always(Integer, "index"), fields(String, "title_bg", "title_nb", "title_en"), always(Moment, "published"), always(String, "program", "sha256"),
			always(Integer, "municipalities", "indicators"), fields(Integer, "number_chosen"), always(Link, "address", "files"),
			fields(Moment, "withdrawn"), fields(String, "withdrawn_why_bg", "withdrawn_why_nb", "withdrawn_why_en"), fields(Integer, "replaced_by")),
		Rows: func(r db.Reader, _ int, each func(Row) error) error {
			all, err := targeting.Indices(r)
			if err != nil {
				return err
			}
			for _, x := range inOrder(all) {
				page := h.Address + "/indices/" + strconv.Itoa(x.Number)
				cells := slices.Concat([]any{int64(x.Number)}, words(x.Title.BG, x.Title.NB, x.Title.EN, moment(x.Published), x.Program, x.SHA256),
					[]any{int64(x.Units), int64(x.Indicators), positive(int64(x.ChosenUnits)), page, page + "/files/index.zip"}, withdrawal(all, x))
				if err := each(Row{Cells: cells}); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

func stateOfIndices(r db.Reader) (string, error) {
	all, err := targeting.Indices(r)
	if err != nil || len(all) == 0 {
		return "none", err
	}
	state := sha256.New()
	for _, x := range inOrder(all) {
		fmt.Fprintf(state, "%s.%d ", x.SHA256, x.Turn.Number)
	}
	return hex.EncodeToString(state.Sum(nil)), nil
}

// inOrder are indices by their numbers, the last first, whether they are withdrawn or not.
func inOrder(all []targeting.Index) []targeting.Index {
	return slices.SortedFunc(slices.Values(all), func(a, b targeting.Index) int { return b.Number - a.Number })
}

// withdrawal are the cells that say when and why an index was withdrawn, and which is to be used instead; empty where it was not.
func withdrawal(all []targeting.Index, x targeting.Index) []any {
	if !x.IsWithdrawn() {
		return make([]any, 5)
	}
	var instead any
	if at := slices.IndexFunc(all, func(other targeting.Index) bool { return other.ID == x.Turn.ReplacedBy }); at >= 0 {
		instead = int64(all[at].Number)
	}
	return append(words(moment(x.Turn.At), x.Turn.Reason.BG, x.Turn.Reason.NB, x.Turn.Reason.EN), instead)
}

func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// indexResults are what published indices came to, municipality by municipality.
func (h *house) indexResults() Dataset {
	return Dataset{
		Name: "index-results", Themes: []string{"SOCI", "REGI"}, Licence: attribution, HasPlace: true, Key: []string{"index", "municipality"}, State: stateOfIndices, Numbered: "indices",
		Fields: slices.Concat(always(Integer, "index"), always(String, "index_sha256", "municipality"), fields(String, "name", "group"), fields(Number, "value"),
			fields(Integer, "rank", "place"), fields(Number, "longitude", "latitude"), always(Link, "address")),
		Rows: h.eachIndexResult,
	}
}

func (h *house) eachIndexResult(r db.Reader, only int, each func(Row) error) error {
	all, err := targeting.Indices(r)
	if err != nil {
		return err
	}
	for _, x := range inOrder(all) {
		if only != 0 && x.Number != only {
			continue
		}
		p, err := h.indexShelf.Open(r, x.ID)
		if errors.Is(err, targeting.ErrDoesNotHold) {
			continue // it would be other numbers than were published; its frozen files can still be had
		}
		if err == nil {
			err = h.indexRows(r, x, p.Result, each)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (h *house) indexRows(r db.Reader, x targeting.Index, result *targeting.Result, each func(Row) error) error {
	d, err := h.atlas.Of(r)
	if err != nil {
		return err
	}
	for u, unit := range result.Units {
		at := geo.Position{}
		if m, ok := d.Municipality(unit.Code); ok {
			at = seat(m)
		}
		cells := slices.Concat([]any{int64(x.Number), x.SHA256, unit.Code, word(unit.Name), word(unit.Group), inexact(result.Index()[u]), positive(int64(result.Ranks[u])),
			positive(int64(result.Counted[u]))}, degrees(at), words(h.Address+"/indices/"+strconv.Itoa(x.Number)+"/municipalities/"+unit.Code))
		if err := each(Row{cells, point(at)}); err != nil {
			return err
		}
	}
	return nil
}

// inexact writes a number that was counted with, so that reading it gives the same; nothing where it is missing.
func inexact(f float64) any {
	if targeting.IsMissing(f) {
		return nil
	}
	return Exact(strconv.FormatFloat(f, 'f', -1, 64))
}
