package resource

import "testing"

func TestReadsAPositionAsPeopleWriteIt(t *testing.T) {
	elena := Place{Lat: 42_931_000, Lon: 25_878_000}
	for typed, want := range map[string]Place{
		"42.931, 25.878": elena, "42,931 25,878": elena, "42,931; 25,878": elena, "42,931, 25,878": elena, "geo:42.931,25.878": elena, " 42.931,25.878 ": elena,
		"N 42.931 E 25.878": elena, `42°55'51.6"N 25°52'40.8"E`: elena, "": {}, "-33.45, -70.66": {Lat: -33_450_000, Lon: -70_660_000},
		"33.45 S, 70.66 W": {Lat: -33_450_000, Lon: -70_660_000}, "−33.45, −70.66": {Lat: -33_450_000, Lon: -70_660_000},
	} {
		if got, ok := ReadPosition(typed); !ok || got != want {
			t.Errorf("%q is %+v, %v; want %+v", typed, got, ok, want)
		}
	}
	for _, typed := range []string{"край реката", "42.931", "1, 2, 3", "9999999, 1"} {
		if got, ok := ReadPosition(typed); ok {
			t.Errorf("%q is %+v", typed, got)
		}
	}
}
