package dev.atom.knowledge.opensearch;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Names for a cluster made from texts that anybody may have chosen: hashes, so that none of a text's
 * characters is in an address and two texts never meet.
 */
final class IndexName {
  private static final Pattern COLLECTION = Pattern.compile("[a-z][a-z0-9-]{0,62}");

  private IndexName() {}

  static String requireCollection(String collection) {
    if (!COLLECTION.matcher(collection).matches()) {
      throw new IllegalArgumentException(
          "a collection's name is a lower case letter and up to 62 letters, digits and hyphens, not '"
              + collection
              + "'");
    }
    return collection;
  }

  static String of(String collection, String tenant) {
    return requireCollection(collection) + "-" + hash(tenant);
  }

  static String hash(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
