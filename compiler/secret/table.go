package secret

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
