package call

import (
	"math"
	"slices"
	"time"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/checker"
	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/common/types/ref"
	"github.com/google/cel-go/common/types/traits"

	"vekst/value/money"
)

// language is what the conditions of a form, or of a screener, can speak about.
type language struct {
	env   *cel.Env
	names []string                           // every variable
	at    map[string]int                     // the line of the field or question behind a variable
	size  func(path []string) (uint64, bool) // the greatest size of the value at a path, if it has one
	kinds *shapes
}

// shapes tells CEL the parts of records: a row of a table, the budget, the applicant. Records are maps when conditions
// run; their shapes exist so that a part that is not there is found when the file is read.
type shapes struct {
	*types.Registry
	records map[string]map[string]*types.Type
}

func newShapes() *shapes {
	return &shapes{types.NewEmptyRegistry(), map[string]map[string]*types.Type{}}
}

// record names a shape and gives its type.
func (s *shapes) record(name string, parts map[string]*types.Type) *types.Type {
	s.records["vekst."+name] = parts
	return types.NewObjectType("vekst." + name)
}

// parts lists the names of all parts of all records.
func (s *shapes) parts() []string {
	var all []string
	for _, parts := range s.records {
		for part := range parts {
			all = append(all, part)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// FindStructType implements types.Provider.
func (s *shapes) FindStructType(name string) (*types.Type, bool) {
	if _, ok := s.records[name]; ok {
		return types.NewTypeTypeWithParam(types.NewObjectType(name)), true
	}
	return s.Registry.FindStructType(name)
}

// FindStructFieldNames implements types.Provider.
func (s *shapes) FindStructFieldNames(name string) ([]string, bool) {
	parts, ok := s.records[name]
	if !ok {
		return s.Registry.FindStructFieldNames(name)
	}
	var names []string
	for part := range parts {
		names = append(names, part)
	}
	return names, true
}

// FindStructFieldType implements types.Provider.
func (s *shapes) FindStructFieldType(name, field string) (*types.FieldType, bool) {
	parts, ok := s.records[name]
	if !ok {
		return s.Registry.FindStructFieldType(name, field)
	}
	t, ok := parts[field]
	return &types.FieldType{Type: t}, ok
}

// reserved are the names that fields and questions cannot have: they mean something else in conditions.
var reserved = []string{"now", "call", "answered", "euro", "date", "sum", "size", "has", "all", "exists", "exists_one", "map",
	"filter", "int", "uint", "double", "bool", "string", "bytes", "list", "type", "dyn", "timestamp", "duration", "null_type",
	"matches", "contains", "true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function", "if",
	"import", "let", "loop", "package", "namespace", "return", "var", "void", "while", "google", "vekst"}

// newLanguage makes the language of the variables given, with the functions and names every condition has.
func newLanguage(kinds *shapes, variables map[string]*types.Type, at map[string]int, size func([]string) (uint64, bool)) *language {
	variables["now"] = types.TimestampType
	variables["call"] = kinds.record("call", map[string]*types.Type{
		"budget": types.IntType, "min": types.IntType, "max": types.IntType, "rate": types.IntType,
		"activities_end": types.TimestampType, "closes": types.TimestampType,
	})
	options := append(functions(), cel.CustomTypeProvider(kinds), cel.CustomTypeAdapter(types.DefaultTypeAdapter),
		cel.ParserExpressionSizeLimit(4000), cel.ParserRecursionLimit(50))
	l := &language{at: at, size: size, kinds: kinds}
	for name, t := range variables {
		if name == "" || !identifierForm.MatchString(name) {
			continue
		}
		options = append(options, cel.Variable(name, t))
		l.names = append(l.names, name)
	}
	slices.Sort(l.names)
	env, err := cel.NewEnv(options...)
	if err != nil {
		panic("call: the language of conditions is wrong: " + err.Error())
	}
	l.env = env
	return l
}

// functions are what conditions can use besides CEL's own.
func functions() []cel.EnvOption {
	numbers := types.NewListType(types.IntType)
	return []cel.EnvOption{
		cel.Function("euro",
			cel.Overload("euro_int", []*cel.Type{types.IntType}, types.IntType, cel.UnaryBinding(wholeEuro)),
			cel.Overload("euro_string", []*cel.Type{types.StringType}, types.IntType, cel.UnaryBinding(writtenEuro))),
		cel.Function("date", cel.Overload("date_string", []*cel.Type{types.StringType}, types.TimestampType, cel.UnaryBinding(writtenDate))),
		cel.Function("sum", cel.Overload("sum_ints", []*cel.Type{numbers}, types.IntType, cel.UnaryBinding(sum))),
	}
}

// wholeEuro gives cents: euro(5000) is 500 000.
func wholeEuro(v ref.Val) ref.Val {
	return v.(types.Int).Multiply(types.Int(100))
}

// writtenEuro gives cents: euro("4999.50") is 499 950.
func writtenEuro(v ref.Val) ref.Val {
	cents, err := money.Parse(string(v.(types.String)))
	if err != nil {
		return types.NewErr("%q is not an amount", v.Value())
	}
	return types.Int(cents)
}

func writtenDate(v ref.Val) ref.Val {
	t, err := time.Parse(time.DateOnly, string(v.(types.String)))
	if err != nil {
		return types.NewErr("%q is not a date", v.Value())
	}
	return types.Timestamp{Time: t}
}

func sum(v ref.Val) ref.Val {
	var total ref.Val = types.Int(0)
	for i := v.(traits.Lister).Iterator(); i.HasNext() == types.True; {
		n, ok := i.Next().(types.Int)
		if !ok {
			return types.NewErr("sum adds whole numbers")
		}
		total = n.Add(total)
	}
	return total
}

// formLanguage makes the language of a form: each field is a variable.
func formLanguage(d *Definition) *language {
	kinds, variables, at := newShapes(), map[string]*types.Type{}, map[string]int{}
	given := map[string]*types.Type{}
	for _, p := range d.Form.plan.fields {
		variables[p.ID] = variable(kinds, *p.Field)
		at[p.ID], given[p.ID] = p.Line, types.BoolType
	}
	variables["answered"] = kinds.record("answered", given)
	return newLanguage(kinds, variables, at, d.Form.plan.size)
}

// variable is the type of a field in conditions.
func variable(kinds *shapes, f Field) *types.Type {
	switch f.Kind {
	case Number, Amount:
		return types.IntType
	case Date:
		return types.TimestampType
	case Declaration:
		return types.BoolType
	case Choices:
		return types.NewListType(types.StringType)
	case Settlements:
		return kinds.record(f.ID, map[string]*types.Type{"codes": types.NewListType(types.StringType), "inhabitants": types.IntType})
	case Table, Partner, File:
		return types.NewListType(kinds.record(f.ID, partTypes(kinds, f.Columns)))
	case Organisation, Indicator:
		return kinds.record(f.ID, partTypes(kinds, f.Columns))
	case BudgetTable:
		return budgetType(kinds, f)
	}
	return types.StringType
}

func partTypes(kinds *shapes, columns []Field) map[string]*types.Type {
	parts := map[string]*types.Type{}
	for _, c := range columns {
		parts[c.ID] = variable(kinds, c)
	}
	return parts
}

// budgetType is what conditions see of a budget; all amounts are cents.
func budgetType(kinds *shapes, f Field) *types.Type {
	line := partTypes(kinds, f.Columns)
	line["amount"] = types.IntType
	by, funding := map[string]*types.Type{}, map[string]*types.Type{}
	if f.Budget != nil {
		for _, h := range f.Budget.Headings {
			by[h.ID] = types.IntType
		}
		for _, s := range f.Budget.Funding {
			funding[s.ID] = types.IntType
		}
	}
	return kinds.record(f.ID, map[string]*types.Type{
		"total": types.IntType, "grant": types.IntType, "own": types.IntType, "in_kind": types.IntType,
		"lines": types.NewListType(kinds.record("line", line)),
		"by":    kinds.record("by", by), "funding": kinds.record("funding", funding),
	})
}

// estimator tells CEL how large answers can be.
type estimator struct{ l *language }

// EstimateSize implements checker.CostEstimator.
func (e estimator) EstimateSize(node checker.AstNode) *checker.SizeEstimate {
	path := slices.DeleteFunc(slices.Clone(node.Path()), func(s string) bool { return s == "@items" || s == "@keys" || s == "@values" })
	if size, ok := e.l.size(path); ok {
		return &checker.SizeEstimate{Min: 0, Max: size}
	}
	return nil
}

// EstimateCallCost implements checker.CostEstimator: sum looks at each element once.
func (e estimator) EstimateCallCost(function, _ string, _ *checker.AstNode, args []checker.AstNode) *checker.CallEstimate {
	if function != "sum" || len(args) != 1 {
		return nil
	}
	size := args[0].ComputedSize()
	if size == nil {
		size = e.EstimateSize(args[0])
	}
	if size == nil {
		size = &checker.SizeEstimate{Max: math.MaxUint64}
	}
	return &checker.CallEstimate{CostEstimate: checker.CostEstimate{Min: size.Min, Max: size.Max}}
}
