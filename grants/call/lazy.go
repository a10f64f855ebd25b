package call

import (
	"errors"
	"reflect"

	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/common/types/ref"
)

// lazy is a record whose parts are found when a condition asks for them: answered, since whether a field is shown may
// itself need a condition; and budget, whose lines most conditions do not look at.
type lazy struct{ part func(name string) ref.Val }

// Get implements traits.Indexer.
func (l *lazy) Get(id ref.Val) ref.Val {
	name, ok := id.(types.String)
	if !ok {
		return types.MaybeNoSuchOverloadErr(id)
	}
	return l.part(string(name))
}

// ConvertToNative implements ref.Val; there is nothing to convert to.
func (l *lazy) ConvertToNative(reflect.Type) (any, error) {
	return nil, errors.New("call: a record of this kind is not a value of its own")
}

// ConvertToType implements ref.Val; there is nothing to convert to.
func (l *lazy) ConvertToType(ref.Type) ref.Val {
	return types.NewErr("a record of this kind is not a value of its own")
}

// Equal implements ref.Val.
func (l *lazy) Equal(other ref.Val) ref.Val { return types.Bool(l == other) }

// Type implements ref.Val.
func (l *lazy) Type() ref.Type { return types.NewObjectType("vekst.lazy") }

// Value implements ref.Val.
func (l *lazy) Value() any { return l }
