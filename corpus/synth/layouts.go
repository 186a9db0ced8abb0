package synth

import "slices"

// layouts is the list of all layouts, by slot. Whoever adds one adds it to the
// list of its slot, or a list here; the package's test sees to it that each one
// is drawn and right.
func layouts() []Layout {
	return slices.Concat(indexLayouts, openingLayouts, leaderLayouts, groupLayouts, pairingLayouts, toldLayouts, measureLayouts, calendarLayouts, closingLayouts,
		eyesPairings, eyesGroups, eyesLeaders, eyesTold, eyesMeasures, eyesCalendar, eyesFrame)
}
