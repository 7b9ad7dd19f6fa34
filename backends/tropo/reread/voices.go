package reread

import (
	"strings"

	"ivrc/ir"
)

// usualVoices are, by language, the voice that speaks where a flow names none: the
// first of the newer list of tropo.md §5, else of the older. "-" is the voice
// that Tropo takes by itself. Each line has the voice, then the tags.
const usualVoices = `
maged ar
daria bg bg-bg
montserrat ca ca-es ca-ad
empar ca-es-valencia va va-es ca-valencia
iveta cs cs-cz
sara da da-dk
anna de de-de
melina el el-gr
karen en-au
kate en-gb
fiona en-gb-scotland en-scotland en-scot
moira en-ie
veena en-in
- en en-us
tessa en-za
diego es-ar
francisca es-cl
soledad es-co
monica es es-es
angelica es-mx
miren eu eu-es
satu fi fi-fi
amelie fr-ca
audrey fr fr-fr
carmela gl gl-es
carmit he he-il
lekha hi hi-in
mariska hu hu-hu
damayanti id id-id
alice it it-it
kyoko ja ja-jp
sora ko ko-kr
nora nb nb-no no no-no
ellen nl-be
xander nl nl-nl
ewa pl pl-pl
luciana pt-br
catarina pt pt-pt
katya ru ru-ru
laura sk sk-sk
alva sv sv-se
kanya th th-th
yelda tr tr-tr
sin-ji yue yue-hk zh-hk zh-hant-hk
tian-tian zh zh-cn zh-hans zh-hans-cn cmn cmn-cn cmn-hans-cn
mei-jia zh-tw zh-hant zh-hant-tw cmn-tw cmn-hant-tw
`

// voices are the usual voices by tag, in lower case.
func voices() map[string]string {
	out := map[string]string{}
	for _, line := range strings.Split(usualVoices, "\n") {
		fields := strings.Fields(line)
		for i, tag := range fields {
			if i > 0 {
				out[tag] = strings.TrimPrefix(fields[0], "-")
			}
		}
	}
	return out
}

// voice is the voice of an item as a document names it, empty for Tropo's own.
// The voices for Arabic serve every region.
func (e *expectation) voice(item ir.Item) string {
	speech := item.Voiced()
	if name, _ := speech.Voice.At(e.target); name != "" {
		return strings.ToLower(name)
	}
	tag := strings.ToLower(speech.Language)
	if strings.HasPrefix(tag, "ar-") {
		tag = "ar"
	}
	return e.voices[tag]
}
