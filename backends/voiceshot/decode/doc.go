// Package decode reads what is published for VoiceShot: replies and the
// description of a campaign.
//
// In: the bytes of one file. Out: a Reply or a Campaign. It refuses whatever the
// provider's page or the output tree does not have: another element or attribute,
// an attribute twice, a number that is no prompt, text beside elements. It shares
// no code with the encoder: both are written from the page (voiceshot.md §1.5).
package decode
