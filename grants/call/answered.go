package call

import (
	"errors"
	"reflect"

	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/common/types/ref"
)

// answered is what conditions see under that name: for each field, whether it has an answer. It looks a field up only
// when asked, since whether a field is shown may itself need a condition.
type answered struct{ x *Examination }

// Get implements traits.Indexer.
func (a answered) Get(id ref.Val) ref.Val {
	name, ok := id.(types.String)
	if !ok {
		return types.MaybeNoSuchOverloadErr(id)
	}
	return types.Bool(a.x.Answered(string(name)))
}

// ConvertToNative implements ref.Val; there is nothing to convert to.
func (a answered) ConvertToNative(reflect.Type) (any, error) {
	return nil, errors.New("call: answered is not a value of its own")
}

// ConvertToType implements ref.Val; there is nothing to convert to.
func (a answered) ConvertToType(ref.Type) ref.Val {
	return types.NewErr("answered is not a value of its own")
}

// Equal implements ref.Val.
func (a answered) Equal(other ref.Val) ref.Val { return types.Bool(a == other) }

// Type implements ref.Val.
func (a answered) Type() ref.Type { return types.NewObjectType("vekst.answered") }

// Value implements ref.Val.
func (a answered) Value() any { return a.x }
