package dev.atom.rules;

import dev.atom.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Hashes documents of rules: SHA-256 of the canonical JSON text in UTF-8, in hexadecimal digits. */
final class Fingerprint {
  private Fingerprint() {}

  static String of(Rule rule) {
    return of(rule.toJson());
  }

  /** Rules stand for themselves by their fingerprints, so that an edit hashes only what it changed. */
  static String of(List<Rule> rules, SetMembers members) {
    return of(members.around(rules.stream().map(Rule::fingerprint).map(Json::of).toList()));
  }

  private static String of(Json document) {
    try {
      byte[] text = document.toCanonicalString().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
