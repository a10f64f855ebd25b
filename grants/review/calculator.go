package review

import (
	"encoding/json"
	"fmt"
	"strconv"
)

// Calculation is an outcome as the calculator shows it, on the public page and from `vekst score`.
type Calculation struct {
	ThirdRequired bool            `json:"third_required"`
	Score         json.RawMessage `json:"score"` // the exact average as a number, or null while a third expert or the committee is awaited
	Pair          *string         `json:"pair"`  // the experts who count, "1-3", or null
	Policy        Tie             `json:"policy"`
}

// Calculate writes an outcome for the calculator.
func Calculate(o Outcome) Calculation {
	calculation := Calculation{ThirdRequired: o.ThirdRequired, Score: json.RawMessage("null"), Policy: o.Policy.Tie}
	if calculation.Policy == "" {
		calculation.Policy = HigherPair
	}
	if o.Settled {
		pair := o.PairText()
		calculation.Score, calculation.Pair = json.RawMessage(Plain(o.Twice)), &pair
	}
	return calculation
}

// PairText writes the experts who count as "1-3", and one who scores alone as "1". It is empty until the score is settled.
func (o Outcome) PairText() string {
	if !o.Settled {
		return ""
	}
	if o.Pair[0] == o.Pair[1] {
		return strconv.Itoa(o.Pair[0])
	}
	return fmt.Sprintf("%d-%d", o.Pair[0], o.Pair[1])
}
