package picture_test

import (
	"bytes"
	"encoding/binary"
	"image/png"
	"slices"
	"testing"
	"time"

	"vekst/platform/picture"
	"vekst/platform/picture/picturekit"
)

var (
	gurkovoLat = picturekit.Angle{{42, 1}, {39, 1}, {5040, 100}} // 42.664
	gurkovoLon = picturekit.Angle{{25, 1}, {47, 1}, {4560, 100}} // 25.796
)

func withEXIF(t testing.TB, tiff []byte) []byte {
	t.Helper()
	plain := photograph(t, 60, 40, 1)
	return slices.Concat(plain[:2], segment(0xe1, "Exif\x00\x00", string(tiff)), plain[2:])
}

func TestAPhotographThatSaysNothingOrNonsenseIsNoPlace(t *testing.T) {
	degrees := func(d uint32) picturekit.Angle { return picturekit.Angle{{d, 1}, {0, 1}, {0, 1}} }
	for why, tiff := range map[string][]byte{
		"nowhere":        picturekit.EXIF(binary.BigEndian, degrees(0), degrees(0), 'N', 'E'),
		"beyond a pole":  picturekit.EXIF(binary.BigEndian, degrees(91), degrees(25), 'N', 'E'),
		"no hemisphere":  picturekit.EXIF(binary.BigEndian, gurkovoLat, gurkovoLon, 'X', 'E'),
		"parts of zero":  picturekit.EXIF(binary.BigEndian, picturekit.Angle{{42, 0}, {0, 0}, {0, 0}}, gurkovoLon, 'N', 'E'),
		"not to the end": picturekit.EXIF(binary.BigEndian, gurkovoLat, gurkovoLon, 'N', 'E')[:130],
		"nothing":        exif(1),
	} {
		got, err := picture.TakenOf("image/jpeg", bytes.NewReader(withEXIF(t, tiff)))
		if must(t, err); got.HasPlace {
			t.Errorf("%s is taken for %d, %d", why, got.Lat, got.Lon)
		}
	}
	for _, media := range []string{"image/jpeg", "image/png", "image/webp", "image/gif", "text/plain"} {
		if got, err := picture.TakenOf(media, bytes.NewReader([]byte("no picture"))); err != nil || got != (picture.Taken{}) {
			t.Errorf("%s: %+v, %v", media, got, err)
		}
	}
}

func TestWhereAndWhenAPhotographWasTakenIsReadAndThenGoneFromIt(t *testing.T) {
	for name, order := range map[string]binary.AppendByteOrder{"big": binary.BigEndian, "little": binary.LittleEndian} {
		whole := withEXIF(t, picturekit.EXIF(order, gurkovoLat, gurkovoLon, 'N', 'E'))
		got, err := picture.TakenOf("image/jpeg", bytes.NewReader(whole))
		must(t, err)
		want := picture.Taken{Lat: 42_664_000, Lon: 25_796_000, HasPlace: true, At: time.Date(2026, 6, 14, 10, 32, 5, 0, time.UTC)}
		if got != want {
			t.Errorf("%s: %+v", name, got)
		}
		clean := cleaned(t, "image/jpeg", whole)
		if bytes.Contains(clean, []byte("Мария")) || bytes.Contains(clean, []byte("2026:06:14")) {
			t.Errorf("%s: a name or the moment is still in the picture", name)
		}
		if got, err := picture.TakenOf("image/jpeg", bytes.NewReader(clean)); err != nil || got != (picture.Taken{}) {
			t.Errorf("%s: it still says %+v, %v", name, got, err)
		}
	}
}

func TestSouthAndWestAreBelowZero(t *testing.T) {
	got, err := picture.TakenOf("image/jpeg", bytes.NewReader(withEXIF(t, picturekit.EXIF(binary.BigEndian, gurkovoLat, gurkovoLon, 'S', 'W'))))
	if must(t, err); got.Lat != -42_664_000 || got.Lon != -25_796_000 {
		t.Errorf("%+v", got)
	}
}

func TestPNGAndWebPSayWhereTheyWereTaken(t *testing.T) {
	tiff := string(picturekit.EXIF(binary.LittleEndian, gurkovoLat, gurkovoLon, 'N', 'E'))
	var b bytes.Buffer
	must(t, png.Encode(&b, colourful(40, 30)))
	const header = 8 + 25
	drawn := slices.Concat(b.Bytes()[:header], chunk("eXIf", tiff), b.Bytes()[header:])
	odd := slices.Concat([]byte("RIFF\x00\x00\x00\x00WEBP"), chunkOfRIFF("ODD ", "x"), chunkOfRIFF("EXIF", tiff))
	for media, data := range map[string][]byte{"image/png": drawn, "image/webp": odd} {
		if got, err := picture.TakenOf(media, bytes.NewReader(data)); err != nil || got.Lat != 42_664_000 || got.Lon != 25_796_000 {
			t.Errorf("%s: %+v, %v", media, got, err)
		}
	}
}

// FuzzTaken gives it pictures that were made to break it.
func FuzzTaken(f *testing.F) {
	whole := withEXIF(f, picturekit.EXIF(binary.LittleEndian, gurkovoLat, gurkovoLon, 'N', 'E'))
	f.Add("image/jpeg", whole)
	f.Add("image/png", drawing(f))
	f.Add("image/webp", photographWebP(f))
	f.Fuzz(func(t *testing.T, media string, data []byte) {
		got, err := picture.TakenOf(media, bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if got.Lat < -90_000_000 || got.Lat > 90_000_000 || got.Lon < -180_000_000 || got.Lon > 180_000_000 {
			t.Fatalf("%+v is nowhere on earth", got)
		}
		if picture.Cleans(media) {
			var out bytes.Buffer
			if picture.Clean(media, bytes.NewReader(data), &out) == nil {
				if again, _ := picture.TakenOf(media, bytes.NewReader(out.Bytes())); again.HasPlace {
					t.Fatal("a cleaned picture still says where it was taken")
				}
			}
		}
	})
}
