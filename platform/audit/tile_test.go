package audit

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io/fs"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
)

func TestRefusesPathsThatAreNotTiles(t *testing.T) {
	for _, path := range []string{
		"", "tile", "tile/", "tile/0", "tile/0/", "tile/0/0", "tile/0/00", "tile/0/0000", "tile/0/1000", "tile/00/000",
		"tile/01/000", "tile/64/000", "tile/-1/000", "tile/+1/000", "tile/0/-01", "tile/0/+01", "tile/0/x000", "tile/0/x000/000",
		"tile/0/000/000", "tile/0/x001/x234", "tile/0/001/x234", "tile/0/000.p", "tile/0/000.p/", "tile/0/000.p/0", "tile/0/000.p/256",
		"tile/0/000.p/01", "tile/0/000.p/+1", "tile/0/000.p/-1", "tile/0/000.p/1.p/1", "tile/0/x000.p/1", "tile/8/0/000",
		"tile/data/000", "tile/entries", "tile/Entries/000", "tile/entries/0", "/tile/0/000", "tile//000", "tile/0/000/",
		"tile/0/x999/x999/x999/x999/x999/x999/999", "tile/0/../000", "tile/0/000.p/1/", "tile/0/٠٠٠", "other/0/000",
	} {
		if tile, err := ParseTile(path); err == nil {
			t.Errorf("%q was read as %+v", path, tile)
		}
	}
}

func TestReadsAndWritesPathsAsC2SPHasThem(t *testing.T) {
	for path, want := range map[string]Tile{
		"tile/0/000":                     {Level: 0, Index: 0, Width: 256},
		"tile/0/x001/x234/067":           {Level: 0, Index: 1234067, Width: 256},
		"tile/63/x001/000.p/1":           {Level: 63, Index: 1000, Width: 1},
		"tile/entries/x273/112.p/255":    {Bundle: true, Index: 273112, Width: 255},
		"tile/entries/000":               {Bundle: true, Width: 256},
		"tile/2/x999/x999/x999/x999/999": {Level: 2, Index: 999999999999999, Width: 256},
	} {
		tile, err := ParseTile(path)
		if err != nil || tile != want || tile.Path() != path {
			t.Errorf("%s was read as %+v, written as %s; %v", path, tile, tile.Path(), err)
		}
	}
}

func FuzzATilePathIsReadOneWayOnly(f *testing.F) {
	for _, path := range []string{"tile/0/000", "tile/entries/x001/002.p/3", "tile/63/x999/999.p/255", "checkpoint"} {
		f.Add(path)
	}
	log := newTestLog(f)
	log.append(f, someLeaves(0, 300))
	published := log.published(f)
	f.Fuzz(func(t *testing.T, path string) {
		tile, err := ParseTile(path)
		if err != nil {
			return
		}
		if tile.Path() != path || tile.Index < 0 || tile.Width < 1 || tile.Width > 256 || tile.Level > 63 {
			t.Fatalf("%q was read as %+v", path, tile)
		}
		if data, err := published.File(path); err == nil != tile.isIn(300) || err == nil && len(data) == 0 {
			t.Fatalf("%q rendered as %d bytes, %v", path, len(data), err)
		}
	})
}

func TestNothingIsPublishedThatHasNotBeenSigned(t *testing.T) {
	log := newTestLog(t)
	log.append(t, someLeaves(0, 300))
	published := log.published(t)
	published.Size = 299
	for _, path := range []string{
		"tile/0/001.p/44", "tile/0/001", "tile/entries/001.p/44", "tile/0/002", "tile/1/000", "tile/2/000.p/1", "tile/63/000.p/1",
		"tile/0/x999/x999/x999/x999/999", "x", "../checkpoint", "",
	} {
		if _, err := published.File(path); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestTheExampleOfTheSpecificationHasItsTiles(t *testing.T) {
	count := map[string]int{}
	for _, tile := range newTiles(0, 70000) {
		switch {
		case tile.Bundle:
			count["bundle"]++
		case tile.Width == 256:
			count[tile.Path()[:6]+" full"]++
		default:
			count[tile.Path()]++
		}
	}
	want := map[string]int{
		"bundle": 274, "tile/0 full": 273, "tile/0/273.p/112": 1, "tile/1 full": 1, "tile/1/001.p/17": 1, "tile/2/000.p/1": 1,
	}
	for name, n := range want {
		if count[name] != n || len(count) != len(want) {
			t.Errorf("%s: %d, want %d (%v)", name, count[name], n, count)
		}
	}
}

func TestTilesAndBundlesHoldHashesAndLeaves(t *testing.T) {
	log := newTestLog(t)
	log.append(t, someLeaves(0, 600))
	published := log.published(t)
	row, err := published.File("tile/0/001")
	if err != nil || len(row) != 8192 {
		t.Fatalf("%d bytes, %v", len(row), err)
	}
	hash := tlog.RecordHash(log.leaves[256+7][:])
	if !bytes.Equal(row[7*32:8*32], hash[:]) {
		t.Error("hash 7 of tile/0/001 is not that of leaf 263")
	}
	bundle, err := published.File("tile/entries/002.p/88")
	if err != nil || len(bundle) != 88*34 || binary.BigEndian.Uint16(bundle) != 32 || !bytes.Equal(bundle[2:34], log.leaves[512][:]) {
		t.Errorf("the bundle does not begin with leaf 512: %v", err)
	}
	above, err := published.File("tile/1/000.p/2")
	full, _ := Root(256, &log.hashes)
	if err != nil || !bytes.Equal(above[:32], full.Hash[:]) {
		t.Errorf("the first hash of tile/1 is not the root of the first 256 leaves: %v", err)
	}
	if _, err := published.File("tile/1/000"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a tile that is not full yet was published: %v", err)
	}
}
