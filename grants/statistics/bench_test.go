package statistics

import "testing"

func BenchmarkEverything(b *testing.B) {
	k := everything(b)
	data, year, _ := shippedFile("indicators.csv")
	for b.Loop() {
		judged(b, k, OfFigures, string(data), Settings{Year: year})
	}
}
