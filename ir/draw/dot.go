package draw

import "ivrc/ir"

func DOT(f *ir.Flow) string     { return "" }
func Mermaid(f *ir.Flow) string { return "" }
func Report(f *ir.Flow) string  { return "" }
