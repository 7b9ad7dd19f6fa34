package secret

import (
	"math"
	"strings"
)

// shape is how a known token looks: a prefix, then so many signs of a class.
// Prefixes and lengths are facts that the providers publish, collected from the
// rules of public detectors (gitleaks, detect-secrets, trufflehog).
type shape struct {
	prefix string
	class  uint16
	// least and most are numbers of signs behind the prefix; most 0 has no limit.
	least, most int
	what        string
}

const (
	hexes    = digit | hexLetter
	token64  = word | base64
	wordDot  = word | base64 | dot
	capitals = upper | digit
)

var shapes = []shape{
	{"AKIA", capitals, 16, 16, "an AWS key"}, {"ASIA", capitals, 16, 16, "an AWS key"},
	{"ABIA", capitals, 16, 16, "an AWS key"}, {"ACCA", capitals, 16, 16, "an AWS key"}, {"A3T", capitals, 17, 17, "an AWS key"},
	{"AIza", word, 35, 35, "a Google key"}, {"ya29.", wordDot, 20, 0, "a Google token"}, {"GOCSPX-", word, 28, 28, "a Google secret"},
	{"ghp_", alnum, 36, 36, "a GitHub token"}, {"gho_", alnum, 36, 36, "a GitHub token"}, {"ghu_", alnum, 36, 36, "a GitHub token"},
	{"ghs_", alnum, 36, 36, "a GitHub token"}, {"ghr_", alnum, 36, 36, "a GitHub token"}, {"github_pat_", word, 40, 0, "a GitHub token"},
	{"glpat-", word, 20, 0, "a GitLab token"}, {"gldt-", word, 20, 0, "a GitLab token"}, {"glptt-", hexes, 40, 40, "a GitLab token"},
	{"glrt-", word, 20, 0, "a GitLab token"}, {"GR1348941", word, 20, 0, "a GitLab token"}, {"glcbt-", word, 20, 0, "a GitLab token"},
	{"glsoat-", word, 20, 0, "a GitLab token"}, {"glft-", word, 20, 0, "a GitLab token"}, {"gloas-", word, 40, 0, "a GitLab token"},
	{"xoxb-", word, 17, 0, "a Slack token"}, {"xoxp-", word, 17, 0, "a Slack token"}, {"xoxa-", word, 8, 0, "a Slack token"},
	{"xoxr-", word, 8, 0, "a Slack token"}, {"xoxo-", word, 12, 0, "a Slack token"}, {"xoxs-", word, 12, 0, "a Slack token"},
	{"xoxe-", word, 20, 0, "a Slack token"}, {"xoxe.", word, 20, 0, "a Slack token"}, {"xapp-", word, 12, 0, "a Slack token"},
	{"sk_live_", alnum, 10, 0, "a Stripe key"}, {"sk_test_", alnum, 10, 0, "a Stripe key"}, {"sk_prod_", alnum, 10, 0, "a Stripe key"},
	{"rk_live_", alnum, 10, 0, "a Stripe key"}, {"rk_test_", alnum, 10, 0, "a Stripe key"}, {"rk_prod_", alnum, 10, 0, "a Stripe key"},
	{"whsec_", token64, 20, 0, "a Stripe secret"}, {"sq0atp-", word, 22, 0, "a Square token"}, {"sq0csp-", word, 22, 0, "a Square secret"},
	{"EAAA", word, 56, 0, "a Square token"}, {"EAAC", alnum, 80, 0, "a Facebook token"}, {"EAAM", alnum, 80, 0, "a Facebook token"},
	{"SG.", wordDot, 60, 0, "a SendGrid key"}, {"SK", hexes, 32, 32, "a Twilio key"}, {"key-", hexes, 32, 32, "a Mailgun key"},
	{"xkeysib-", word, 64, 0, "a Sendinblue key"}, {"npm_", alnum, 36, 36, "an npm token"}, {"pypi-AgE", word, 40, 0, "a PyPI token"},
	{"rubygems_", hexes, 48, 48, "a RubyGems key"}, {"dop_v1_", hexes, 64, 64, "a DigitalOcean token"},
	{"doo_v1_", hexes, 64, 64, "a DigitalOcean token"}, {"dor_v1_", hexes, 64, 64, "a DigitalOcean token"},
	{"shpat_", hexes, 32, 32, "a Shopify token"}, {"shpca_", hexes, 32, 32, "a Shopify token"}, {"shppa_", hexes, 32, 32, "a Shopify token"},
	{"shpss_", hexes, 32, 32, "a Shopify secret"}, {"shippo_live_", hexes, 40, 40, "a Shippo token"}, {"shippo_test_", hexes, 40, 40, "a Shippo token"},
	{"hvs.", word, 20, 0, "a Vault token"}, {"hvb.", word, 20, 0, "a Vault token"}, {"dapi", hexes, 32, 32, "a Databricks token"},
	{"dp.pt.", alnum, 40, 0, "a Doppler token"}, {"dt0c01.", wordDot, 80, 0, "a Dynatrace token"}, {"duffel_live_", word, 40, 0, "a Duffel token"},
	{"duffel_test_", word, 40, 0, "a Duffel token"}, {"EZAK", alnum, 54, 54, "an EasyPost key"}, {"EZTK", alnum, 54, 54, "an EasyPost key"},
	{"FLWSECK_TEST-", word, 12, 0, "a Flutterwave key"}, {"FLWSECK-", word, 20, 0, "a Flutterwave key"}, {"fio-u-", token64, 60, 0, "a Frame.io token"},
	{"hf_", letter, 34, 34, "a Hugging Face token"}, {"api_org_", letter, 34, 34, "a Hugging Face token"}, {"HRKU-AA", word, 50, 0, "a Heroku key"},
	{"ico-", alnum, 32, 32, "an Infracost key"}, {"lin_api_", alnum, 40, 40, "a Linear key"}, {"NRAK-", alnum, 27, 27, "a New Relic key"},
	{"NRII-", word, 32, 32, "a New Relic key"}, {"NRJS-", hexes, 19, 19, "a New Relic key"}, {"ntn_", alnum, 43, 46, "a Notion token"},
	{"secret_", alnum, 43, 43, "a Notion token"}, {"sk-ant-", word, 40, 0, "an Anthropic key"}, {"sk-proj-", word, 40, 0, "an OpenAI key"},
	{"sk-svcacct-", word, 40, 0, "an OpenAI key"}, {"sk-admin-", word, 40, 0, "an OpenAI key"}, {"sk-", alnum, 32, 0, "an OpenAI key"},
	{"pplx-", alnum, 48, 48, "a Perplexity key"}, {"gsk_", alnum, 52, 52, "a Groq key"}, {"r8_", alnum, 37, 37, "a Replicate token"},
	{"pscale_tkn_", wordDot, 32, 0, "a PlanetScale token"}, {"pscale_oauth_", wordDot, 32, 0, "a PlanetScale token"},
	{"pscale_pw_", wordDot, 32, 0, "a PlanetScale password"}, {"PMAK-", word, 59, 59, "a Postman key"}, {"pnu_", alnum, 36, 36, "a Prefect token"},
	{"pul-", hexes, 40, 40, "a Pulumi token"}, {"rdme_", alnum, 70, 70, "a ReadMe key"}, {"tk-us-", word, 48, 48, "a Scalingo token"},
	{"sntrys_", token64, 40, 0, "a Sentry token"}, {"sntryu_", hexes, 64, 64, "a Sentry token"}, {"sgp_", word, 40, 0, "a Sourcegraph token"},
	{"sha256~", word, 43, 43, "an OpenShift token"}, {"LTAI", alnum, 12, 20, "an Alibaba key"}, {"AKID", alnum, 32, 32, "a Tencent key"},
	{"p8e-", alnum, 32, 32, "an Adobe secret"}, {"AGE-SECRET-KEY-1", capitals, 58, 58, "an age key"}, {"ops_eyJ", token64, 100, 0, "a 1Password token"},
	{"AKCp", alnum, 60, 0, "an Artifactory key"}, {"cmVmd", alnum, 59, 59, "an Artifactory token"}, {"ATATT3", token64, 100, 0, "an Atlassian token"},
	{"ATBB", alnum, 32, 32, "a Bitbucket password"}, {"CLOJARS_", alnum, 60, 60, "a Clojars token"}, {"dnkey-", word, 70, 0, "a Defined Networking key"},
	{"fo1_", word, 43, 43, "a Fly.io token"}, {"fm2_", token64, 80, 0, "a Fly.io token"}, {"glc_", token64, 32, 0, "a Grafana token"},
	{"glsa_", word, 41, 41, "a Grafana token"}, {"eyJrIjoi", token64, 60, 0, "a Grafana key"}, {"pk.eyJ1", wordDot, 40, 0, "a Mapbox token"},
	{"sk.eyJ1", wordDot, 40, 0, "a Mapbox token"}, {"sm_aat_", alnum, 16, 16, "a SettleMint token"}, {"sm_pat_", alnum, 16, 16, "a SettleMint token"},
	{"sm_sat_", alnum, 16, 16, "a SettleMint token"}, {"tfp_", word, 50, 0, "a Typeform token"}, {"AVNS_", word, 18, 0, "an Aiven password"},
	{"aio_", alnum, 28, 28, "an Adafruit key"}, {"CFPAT-", word, 43, 43, "a Contentful token"}, {"dckr_pat_", word, 27, 0, "a Docker token"},
	{"figd_", word, 40, 0, "a Figma token"}, {"phc_", alnum, 43, 43, "a PostHog key"}, {"phx_", alnum, 43, 43, "a PostHog key"},
	{"sbp_", hexes, 40, 40, "a Supabase token"}, {"vercel_", alnum, 24, 0, "a Vercel token"}, {"tskey-", word, 20, 0, "a Tailscale key"},
	{"sl.", word, 100, 0, "a Dropbox token"}, {"v1.0-", word, 171, 171, "a Cloudflare key"}, {"4b1d", alnum, 38, 38, "a ClickHouse key"},
	{"A3-", capitals | joiner, 32, 40, "a 1Password key"}, {"API-", capitals, 26, 26, "an Octopus Deploy key"}, {"s-s4t2ud-", hexes, 64, 64, "an Intra42 secret"},
	{"access-production-", word, 36, 36, "a Plaid token"}, {"access-sandbox-", word, 36, 36, "a Plaid token"},
	{"access-development-", word, 36, 36, "a Plaid token"}, {"PRIVATE-", hexes, 32, 0, "a private key"}, {"MII", token64, 200, 0, "a private key or certificate"},
}

var byFirst = indexed()

// indexed are the shapes by their first byte.
func indexed() (of [256][]shape) {
	for _, one := range shapes {
		if one.what != "" {
			of[one.prefix[0]] = append(of[one.prefix[0]], one)
		}
	}
	return of
}

func (s *scanner) tokens(i, j int, kind Kind) {
	s.shapes(i, j, kind)
	for from := i; from < j; {
		if !is(s.text[from], token64) || s.text[from] == '=' {
			from++
			continue
		}
		end := from
		for end < j && is(s.text[end], token64) && s.text[end] != '=' {
			end++
		}
		if high(s.text[from:end]) {
			for end < j && s.text[end] == '=' {
				end++
			}
			s.add(kind, LooksLikeKey, from, end)
		}
		from = end
	}
}

// shapes looks for known tokens, each at the beginning of a word within the
// range.
func (s *scanner) shapes(i, j int, kind Kind) {
	for p := i; p < j; p++ {
		c := s.text[p]
		if !is(c, alnum) || p > i && is(s.text[p-1], alnum) || p > i && s.text[p-1] == '_' {
			continue
		}
		if end, what := s.known(p, j); end > 0 {
			s.add(kind, what, p, end)
			p = end - 1
			continue
		}
		if end, what := s.built(p, j); end > 0 {
			s.add(kind, what, p, end)
			p = end - 1
		}
	}
}

// known is the end of a token of the table that begins at a place.
func (s *scanner) known(p, j int) (end int, what string) {
	for _, one := range byFirst[s.text[p]] {
		if !strings.HasPrefix(s.text[p:j], one.prefix) {
			continue
		}
		from := p + len(one.prefix)
		end, stop := from, min(j, from+farEnough)
		for end < stop && is(s.text[end], one.class) {
			end++
		}
		n := end - from
		if n < one.least || one.most > 0 && n > one.most || end < stop && is(s.text[end], alnum) {
			continue
		}
		if one.most == 0 && !mixed(s.text[from:end]) {
			continue // words joined by hyphens
		}
		if end == stop {
			end = run(s.text[:j], end, token64)
		}
		return end, one.what
	}
	return 0, ""
}

// farEnough bounds how far a token is read before it is judged, so that a long
// word of many beginnings takes linear time.
const farEnough = 400

// built finds tokens that are put together from several parts.
func (s *scanner) built(p, j int) (end int, what string) {
	t := s.text[:j]
	near := s.text[:min(j, p+farEnough)]
	first := run(near, p, word)
	n := first - p
	switch {
	case n == farEnough && t[p:p+2] != "ey":
		return 0, ""
	case n >= 12 && t[p:p+2] == "ey" && first < j && t[first] == '.': // a JSON web token
		second := run(near, first+1, word|base64)
		if second-first > 12 && t[first+1:first+3] == "ey" {
			if second = run(t, second, word|base64); second < j && t[second] == '.' {
				second = run(t, second+1, word|base64)
			}
			return second, "a JSON web token"
		}
	case n >= 8 && n <= 11 && run(near, p, digit) == first && first < j && t[first] == ':': // 123456789:AA…
		if end := run(near, first+1, word); end-first-1 == 35 {
			return end, "a Telegram token"
		}
	case n >= 15 && n <= 16 && run(near, p, digit) == first && first < j && t[first] == '|': // 1234567890123456|…
		if end := run(near, first+1, word); end-first-1 >= 27 && end-first-1 <= 40 {
			return end, "a Facebook token"
		}
	case n == 36 || n == 37: // 0123…-us12
		if run(near, p, hexes) == p+32 && strings.HasPrefix(t[p+32:], "-us") {
			return first, "a Mailchimp key"
		}
	case n >= 24 && n <= 28 && first < j && t[first] == '.' && run(near, first+1, word) == first+7 && first+7 < j && t[first+7] == '.':
		if end := run(near, first+8, word); end-first-8 >= 27 && mixed(t[p:first]) {
			return end, "a Discord token"
		}
	case n == 40 && strings.HasSuffix(t[:first], "_mmk"):
		return first, "a MaxMind key"
	}
	if k := strings.Index(t[p:min(j, p+6)], "Q~"); k == 4 { // abc8Q~…
		if end := run(near, p+k+2, word); end-p-k-2 >= 30 {
			return end, "an Azure secret"
		}
	}
	return s.pair(p, first)
}

// accountReach is how far behind an account id its token may stand.
const accountReach = 120

// pair finds the token of an account whose id stands before it. An id alone is no
// secret: it is part of addresses that providers give out.
func (s *scanner) pair(p, end int) (int, string) {
	w := s.text[p:end]
	switch {
	case len(w) == 34 && (w[:2] == "AC" || w[:2] == "SK") && run(w, 2, hexes) == 34,
		len(w) == 20 && (w[:2] == "MA" || w[:2] == "SA") && run(w, 0, capitals) == 20:
		s.account = end
	case s.account > 0 && p-s.account <= accountReach && (len(w) == 32 && run(w, 0, hexes) == 32 || len(w) == 40 && run(w, 0, alnum) == 40) && mixed(w):
		return end, "the token of a provider's account"
	}
	return 0, ""
}

const (
	shortestKey = 20
	leastBits   = 4.0
	// leastChanges is the share of neighbouring signs that differ in being small,
	// capital or digit: words that people choose change rarely, keys all the time.
	leastChanges = 0.3
)

// high says that a word looks like chance: at least 20 signs with more than four
// bits each. Hexadecimal words have at most four, so hashes and UUIDs are none.
func high(w string) bool {
	if len(w) < shortestKey {
		return false
	}
	var counts [256]int
	changes, letters, digits := 0, 0, 0
	before := uint16(0)
	for i := 0; i < len(w); i++ {
		if !is(w[i], token64) {
			return false
		}
		counts[w[i]]++
		class := classes[w[i]] & alnum
		if class&letter != 0 {
			letters++
		} else if class == digit {
			digits++
		}
		if i > 0 && class != before {
			changes++
		}
		before = class
	}
	if letters == 0 || digits == 0 || float64(changes) < leastChanges*float64(len(w)) {
		return false
	}
	return bits(counts, len(w)) > leastBits && !pieces(w)
}

// bits is the entropy per sign.
func bits(counts [256]int, n int) float64 {
	sum := 0.0
	for _, c := range counts {
		if c > 0 {
			p := float64(c) / float64(n)
			sum -= p * math.Log2(p)
		}
	}
	return sum
}

// pieces says that the word is short words and numbers with signs between them,
// such as the parts of a path.
func pieces(w string) bool {
	longest, current := 0, 0
	for i := 0; i < len(w); i++ {
		if is(w[i], alnum) {
			current++
			longest = max(longest, current)
		} else {
			current = 0
		}
	}
	return longest < 10
}
