package syntax
type structure struct{}
func newStructure(d *diagnosis) *structure { return &structure{} }
func (s *structure) run() {}
