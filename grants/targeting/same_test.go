package targeting

import (
	"crypto/sha256"
	"encoding/hex"
	"path"
	"testing"
)

// The hash of every table that is made from the data of this test, and of many powers and logarithms. Whoever runs the tests on another kind of processor
// finds out whether the promise of arithmetic.go holds there. It changes only when the way of counting changes, and then
// every index that was published before stops holding: think twice.
const sameEverywhere = "16c5987c59283e3f7b9448e34ca6beb25bf7c01b8b6a87f6093e1baaf166e558"

func TestTheSameFilesGiveTheSameBytesOnEveryMachine(t *testing.T) {
	data, framework := country(40, 12)
	p, faults := Publish([]byte(data), []byte(framework), []byte(head+`scale: {from: 1, to: 100}
treat: {method: winsorise, points: 2, skew: 0.3, kurtosis: 0.1, otherwise: log}
aggregate: [geometric, harmonic]
others: {normalise: [exponential, z-score, borda], aggregate: [copeland, arithmetic], without_each: true}
random: {seed: 3, draws: 64, weights: 25 %}
`))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	all := sha256.New()
	for _, f := range p.Files {
		if path.Ext(f.Name) == ".csv" {
			all.Write(f.Bytes)
		}
	}
	for i := range 10_000 {
		x := float64(i+1) / 37
		all.Write([]byte(figure(exponential(x/30)) + " " + figure(exponential(-x)) + " " + figure(logarithm(x)) + "\n"))
	}
	if got := hex.EncodeToString(all.Sum(nil)); got != sameEverywhere {
		t.Errorf("the tables have the hash %s, and elsewhere %s", got, sameEverywhere)
	}
}
