package dev.ironclaw.controlplane.leak;

import static dev.ironclaw.controlplane.leak.Alphabet.HEX;
import static dev.ironclaw.controlplane.leak.Alphabet.LETTERS_DIGITS;
import static dev.ironclaw.controlplane.leak.Alphabet.TOKEN;
import static dev.ironclaw.controlplane.leak.Alphabet.UPPER_DIGITS;
import static dev.ironclaw.controlplane.leak.Alphabet.URL_SAFE;
import static dev.ironclaw.controlplane.leak.Alphabet.WORD;
import static dev.ironclaw.controlplane.leak.LeakAction.BLOCK;
import static dev.ironclaw.controlplane.leak.LeakAction.REDACT;

import java.util.ArrayList;
import java.util.List;

/// The one table of forms. What is random without a form of its own is [EntropyRule]'s.
final class LeakPatterns {
  private LeakPatterns() {}

  static List<LeakPattern> all() {
    List<LeakPattern> rows = new ArrayList<>();
    rows.add(row("openai_api_key", RunForm.of("sk-").then(LETTERS_DIGITS, 20)));
    for (String kind : List.of("sk-proj-", "sk-svcacct-", "sk-admin-")) {
      rows.add(row("openai_api_key", RunForm.of(kind).then(URL_SAFE, 20).withDigit()));
    }
    rows.add(row("anthropic_api_key", RunForm.of("sk-ant-api").then(URL_SAFE, 80)));
    rows.add(row("anthropic_oauth_token", RunForm.of("sk-ant-oat").then(URL_SAFE, 50)));
    rows.add(row("openrouter_api_key", RunForm.of("sk-or-v1-").then(HEX, 40)));
    rows.add(LeakPattern.of("aws_access_key", BLOCK, "AK", RunForm.of("AKIA").exactly(UPPER_DIGITS, 16)));
    for (String kind : List.of("ghp_", "gho_", "ghu_", "ghs_", "ghr_")) {
      rows.add(LeakPattern.of("github_token", BLOCK, "gh", RunForm.of(kind).then(LETTERS_DIGITS, 36)));
    }
    rows.add(LeakPattern.of("github_fine_grained_pat", BLOCK, "gi",
        RunForm.of("github_pat_").exactly(LETTERS_DIGITS, 22).then("_").then(LETTERS_DIGITS, 59)));
    rows.add(row("stripe_api_key", RunForm.of("sk_live_").then(LETTERS_DIGITS, 24)));
    rows.add(row("stripe_api_key", RunForm.of("sk_test_").then(LETTERS_DIGITS, 24)));
    rows.add(LeakPattern.of("nearai_session", BLOCK, "se", RunForm.of("sess_").then(LETTERS_DIGITS, 32)));
    for (String kind : List.of("", "RSA ", "ENCRYPTED ")) {
      rows.add(key("pem_private_key", kind + "PRIVATE KEY-----"));
    }
    for (String kind : List.of("OPENSSH ", "EC ", "DSA ")) {
      rows.add(key("ssh_private_key", kind + "PRIVATE KEY-----"));
    }
    rows.add(key("pgp_private_key", "PGP PRIVATE KEY BLOCK-----"));
    rows.add(LeakPattern.of("google_api_key", BLOCK, "AI", RunForm.of("AIza").exactly(URL_SAFE, 35)));
    for (char kind : "baprs".toCharArray()) {
      rows.add(LeakPattern.of("slack_token", BLOCK, "xo", RunForm.of("xox" + kind + "-").then(URL_SAFE, 10)
          .withDigit()));
    }
    rows.add(LeakPattern.of("twilio_api_key", BLOCK, "SK", RunForm.of("SK").exactly(HEX, 32)));
    rows.add(LeakPattern.of("sendgrid_api_key", BLOCK, "SG",
        RunForm.of("SG.").exactly(URL_SAFE, 22).then(".").exactly(URL_SAFE, 43)));
    rows.add(new LeakPattern("telegram_bot_token", BLOCK, List.of(":A"), false, new BotTokenForm()));
    rows.add(LeakPattern.of("groq_api_key", BLOCK, "gs", RunForm.of("gsk_").then(LETTERS_DIGITS, 30)));
    rows.add(LeakPattern.of("sandbox_credential_placeholder", BLOCK, "ic", RunForm.of("icsbx_").then(WORD, 16)));
    rows.add(new LeakPattern("auth_header", REDACT, List.of("au", "Au", "aU", "AU"), false, new HeaderForm()));
    rows.add(LeakPattern.of("bearer_token", REDACT, "Be", RunForm.of("Bearer ").then(TOKEN, 20).withDigit()));
    rows.add(LeakPattern.of("bearer_token", REDACT, "be", RunForm.of("bearer ").then(TOKEN, 20).withDigit()));
    rows.add(LeakPattern.of("bare_jwt", REDACT, "ey", new WebTokenForm()));
    return List.copyOf(rows);
  }

  private static LeakPattern row(String name, Form form) {
    return LeakPattern.of(name, BLOCK, "sk", form);
  }

  private static LeakPattern key(String name, String line) {
    return new LeakPattern(name, BLOCK, List.of("--"), false, new KeyBlockForm("-----BEGIN " + line));
  }
}
