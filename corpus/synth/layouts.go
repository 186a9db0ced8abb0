package synth

// layouts is the list of all layouts, by slot. Whoever adds one adds a line
// here; the package's test sees to it that each one is drawn and right.
var layouts = []Layout{}
