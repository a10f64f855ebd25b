package db

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// Time keeps a moment as microseconds since 1970 UTC in a BIGINT column, so that comparing, MAX and paging mean the same
// on both engines. The zero time is kept as 0.
type Time struct{ time.Time }

// At is the Time of t.
func At(t time.Time) Time { return Time{t} }

// Value writes the moment.
func (t Time) Value() (driver.Value, error) {
	if t.IsZero() {
		return int64(0), nil
	}
	return t.UnixMicro(), nil
}

// Scan reads the moment; NULL and 0 are the zero time.
func (t *Time) Scan(from any) error {
	switch v := from.(type) {
	case nil:
		t.Time = time.Time{}
	case int64:
		t.Time = time.Time{}
		if v != 0 {
			t.Time = time.UnixMicro(v).UTC()
		}
	default:
		return fmt.Errorf("db: a moment is kept as a number, not %T", from)
	}
	return nil
}

// Moment scans a BIGINT column into a time.Time.
func Moment(into *time.Time) interface{ Scan(any) error } { return (*moment)(into) }

type moment time.Time

func (m *moment) Scan(from any) error {
	var t Time
	if err := t.Scan(from); err != nil {
		return err
	}
	*m = moment(t.Time)
	return nil
}
