package picture_test

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"slices"
	"testing"

	"golang.org/x/image/webp"

	"vekst/platform/picture"
)

const secret = "42.9286N 25.8740E, Maria's telephone"

// exif is EXIF data with a secret, and which way is up.
func exif(up byte) []byte {
	tiff := []byte{'I', 'I', '*', 0, 8, 0, 0, 0, 2, 0,
		0x0e, 0x01, 2, 0, byte(len(secret)), 0, 0, 0, 38, 0, 0, 0, // a description
		0x12, 0x01, 3, 0, 1, 0, 0, 0, up, 0, 0, 0, 0, 0, 0, 0}
	return append(tiff, secret...)
}

// colourful is a picture of which no two corners are alike.
func colourful(w, h int) *image.RGBA {
	p := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			p.SetRGBA(x, y, color.RGBA{uint8(255 * x / w), uint8(255 * y / h), 80, 255})
		}
	}
	return p
}

func segment(marker byte, content ...string) []byte {
	all := []byte{0xff, marker, 0, 0}
	for _, c := range content {
		all = append(all, c...)
	}
	binary.BigEndian.PutUint16(all[2:], uint16(len(all)-2))
	return all
}

// photograph is a JPEG as a telephone makes it: with all that should not be sent along.
func photograph(t testing.TB, w, h int, up byte) []byte {
	t.Helper()
	var b bytes.Buffer
	must(t, jpeg.Encode(&b, colourful(w, h), nil))
	all := slices.Clone(b.Bytes()[:2])
	all = append(all, segment(0xe0, "JFIF\x00\x01\x02\x00\x00\x01\x00\x01\x00\x00")...)
	all = append(all, segment(0xe1, "Exif\x00\x00", string(exif(up)))...)
	all = append(all, segment(0xe1, "http://ns.adobe.com/xap/1.0/\x00", secret)...)
	all = append(all, segment(0xe2, "ICC_PROFILE\x00\x01\x01", "colours")...)
	all = append(all, segment(0xe2, "MPF\x00", secret)...)
	all = append(all, segment(0xed, "Photoshop 3.0\x00", secret)...)
	all = append(all, segment(0xfe, secret)...)
	all = append(all, b.Bytes()[2:]...)
	return append(all, secret...)
}

func chunk(kind, content string) []byte {
	body := append([]byte(kind), content...)
	all := binary.BigEndian.AppendUint32(nil, uint32(len(content)))
	return binary.BigEndian.AppendUint32(append(all, body...), crc32.ChecksumIEEE(body))
}

func drawing(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	must(t, png.Encode(&b, colourful(40, 30)))
	const header = 8 + 25
	all := slices.Clone(b.Bytes()[:header])
	all = append(all, chunk("tEXt", "Author\x00"+secret)...)
	all = append(all, chunk("iTXt", "XML:com.adobe.xmp\x00\x00\x00\x00\x00"+secret)...)
	all = append(all, chunk("eXIf", string(exif(3)))...)
	all = append(all, b.Bytes()[header:]...)
	return append(all, secret...)
}

func chunkOfRIFF(kind, content string) []byte {
	all := binary.LittleEndian.AppendUint32([]byte(kind), uint32(len(content)))
	all = append(all, content...)
	if len(content)%2 == 1 {
		all = append(all, 0)
	}
	return all
}

// photographWebP is the smallest WebP there is, with everything around it.
func photographWebP(t testing.TB) []byte {
	t.Helper()
	plain, err := base64.StdEncoding.DecodeString("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==")
	must(t, err)
	body := append([]byte("WEBP"), chunkOfRIFF("VP8X", "\x0c\x00\x00\x00\x00\x00\x00\x00\x00\x00")...)
	body = append(body, plain[12:]...)
	body = append(body, chunkOfRIFF("EXIF", string(exif(6)))...)
	body = append(body, chunkOfRIFF("XMP ", secret)...)
	return append(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(body))), append(body, secret...)...)
}

func animation(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	must(t, gif.EncodeAll(&b, &gif.GIF{Image: []*image.Paletted{
		image.NewPaletted(image.Rect(0, 0, 9, 9), color.Palette{color.Black, color.White}),
		image.NewPaletted(image.Rect(0, 0, 9, 9), color.Palette{color.White, color.Black})}, Delay: []int{1, 1}}))
	at := 13
	if flags := b.Bytes()[10]; flags&0x80 != 0 {
		at += 3 << (flags&7 + 1)
	}
	all := append(slices.Clone(b.Bytes()[:at]), 0x21, 0xfe, byte(len(secret)))
	all = append(append(all, secret...), 0)
	return append(append(all, b.Bytes()[at:]...), secret...)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func cleaned(t testing.TB, media string, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	must(t, picture.Clean(media, bytes.NewReader(data), &b))
	return b.Bytes()
}

func TestWhatWasNotMeantToBeSentIsGoneAndWhatIsSeenIsTheSame(t *testing.T) {
	for media, each := range map[string]struct {
		data   []byte
		decode func(b []byte) (image.Image, error)
	}{
		"image/jpeg": {photograph(t, 60, 40, 6), func(b []byte) (image.Image, error) { return jpeg.Decode(bytes.NewReader(b)) }},
		"image/png":  {drawing(t), func(b []byte) (image.Image, error) { return png.Decode(bytes.NewReader(b)) }},
		"image/webp": {photographWebP(t), func(b []byte) (image.Image, error) { return webp.Decode(bytes.NewReader(b)) }},
		"image/gif":  {animation(t), func(b []byte) (image.Image, error) { return gif.Decode(bytes.NewReader(b)) }},
	} {
		out := cleaned(t, media, each.data)
		if bytes.Contains(out, []byte(secret)) || bytes.Contains(out, []byte("telephone")) || bytes.Contains(out, []byte("adobe")) {
			t.Errorf("%s: the secret is still there", media)
		}
		before, err := each.decode(each.data)
		must(t, err)
		after, err := each.decode(out)
		must(t, err)
		if before.Bounds() != after.Bounds() {
			t.Fatalf("%s: %v became %v", media, before.Bounds(), after.Bounds())
		}
		for y := range before.Bounds().Dy() {
			for x := range before.Bounds().Dx() {
				if before.At(x, y) != after.At(x, y) {
					t.Fatalf("%s: the point %d, %d has changed", media, x, y)
				}
			}
		}
		if again := cleaned(t, media, out); !bytes.Equal(again, out) {
			t.Errorf("%s: cleaning twice changes it again", media)
		}
	}
}

func TestWhichWayIsUpAndTheColoursStay(t *testing.T) {
	out := cleaned(t, "image/jpeg", photograph(t, 60, 40, 6))
	if !bytes.Contains(out, []byte{0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6}) || !bytes.Contains(out, []byte("ICC_PROFILE")) {
		t.Error("the orientation or the colours are gone")
	}
	if straight := cleaned(t, "image/jpeg", photograph(t, 60, 40, 1)); bytes.Contains(straight, []byte("Exif")) {
		t.Error("EXIF that says nothing is kept")
	}
	for media, data := range map[string][]byte{"image/png": drawing(t), "image/webp": photographWebP(t)} {
		if out := cleaned(t, media, data); !bytes.Contains(out, []byte("MM\x00*")) {
			t.Errorf("%s forgets which way is up", media)
		}
	}
}

func TestASmallPictureStandsUpright(t *testing.T) {
	var b bytes.Buffer
	must(t, picture.Small("image/jpeg", bytes.NewReader(photograph(t, 1200, 800, 6)), &b))
	small, err := jpeg.Decode(&b)
	must(t, err)
	if got := small.Bounds().Size(); got != image.Pt(213, 320) {
		t.Errorf("it is %v", got)
	}
	// turned a quarter to the right, the left edge of old is the top: little red there, much red at the bottom
	top, _, _, _ := small.At(100, 5).RGBA()
	bottom, _, _, _ := small.At(100, 315).RGBA()
	if top > 0x3000 || bottom < 0xd000 {
		t.Errorf("red is %x above and %x below", top, bottom)
	}
}

// TestEveryTurnIsRight compares what each of the eight numbers does with what EXIF says it means: where row 0 and column 0
// of the data are seen.
func TestEveryTurnIsRight(t *testing.T) {
	corners := map[byte][2]string{1: {"top", "left"}, 2: {"top", "right"}, 3: {"bottom", "right"}, 4: {"bottom", "left"},
		5: {"left", "top"}, 6: {"right", "top"}, 7: {"right", "bottom"}, 8: {"left", "bottom"}}
	for up, want := range corners {
		var b bytes.Buffer
		must(t, picture.Small("image/jpeg", bytes.NewReader(photograph(t, 80, 64, up)), &b))
		p, err := jpeg.Decode(&b)
		must(t, err)
		w, h := p.Bounds().Dx(), p.Bounds().Dy()
		edges := map[string]image.Point{"top": {w / 2, 1}, "bottom": {w / 2, h - 2}, "left": {1, h / 2}, "right": {w - 2, h / 2}}
		row, column := edges[want[0]], edges[want[1]]
		_, g, _, _ := p.At(row.X, row.Y).RGBA()
		r, _, _, _ := p.At(column.X, column.Y).RGBA()
		if g > 0x2000 || r > 0x2000 {
			t.Errorf("%d: row 0 is not %s or column 0 not %s", up, want[0], want[1])
		}
	}
}

func TestBrokenPicturesAreRefusedAndNeverHang(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for media, data := range map[string][]byte{"image/jpeg": photograph(t, 60, 40, 6), "image/png": drawing(t), "image/webp": photographWebP(t), "image/gif": animation(t)} {
		if err := picture.Clean(media, bytes.NewReader([]byte("no picture")), &bytes.Buffer{}); !errors.Is(err, picture.ErrBroken) {
			t.Errorf("%s: %v", media, err)
		}
		if err := picture.Clean(media, bytes.NewReader(data[:30]), &bytes.Buffer{}); !errors.Is(err, picture.ErrBroken) {
			t.Errorf("%s, cut off: %v", media, err)
		}
		for range 2000 {
			broken := slices.Clone(data)
			for range 4 {
				broken[random.IntN(len(broken))] = byte(random.IntN(256))
			}
			_ = picture.Small(media, bytes.NewReader(broken[:random.IntN(len(broken))+1]), &bytes.Buffer{})
		}
	}
}

func TestAPictureOfTooManyPointsIsNotUnpacked(t *testing.T) {
	header := "\x00\x00\xc3\x50\x00\x00\xc3\x50\x08\x02\x00\x00\x00" // 50,000 by 50,000
	data := append([]byte("\x89PNG\r\n\x1a\n"), chunk("IHDR", header)...)
	data = append(append(data, chunk("IDAT", "x")...), chunk("IEND", "")...)
	if err := picture.Small("image/png", bytes.NewReader(data), &bytes.Buffer{}); !errors.Is(err, picture.ErrLarge) {
		t.Errorf("%v", err)
	}
}
