package dev.atom.router.reuse;

import dev.atom.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * The SHA-256 of a JSON value: equal for equal values, whatever the order of their members and the form
 * of their numbers. Every text is preceded by its length, so that no two values run together.
 */
public final class CanonicalDigest {
  private final MessageDigest digest;

  private CanonicalDigest() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * Digests a value.
   *
   * @param value any
   * @return 64 hexadecimal digits
   */
  public static String of(Json value) {
    CanonicalDigest of = new CanonicalDigest();
    of.add(value);
    return HexFormat.of().formatHex(of.digest.digest());
  }

  private void add(Json value) {
    switch (value) {
      case Json.Obj object -> {
        begin('{', object.members().size());
        for (Map.Entry<String, Json> member : new TreeMap<>(object.members()).entrySet()) {
          add('k', member.getKey());
          add(member.getValue());
        }
      }
      case Json.Arr array -> {
        begin('[', array.items().size());
        array.items().forEach(this::add);
      }
      case Json.Str text -> add('s', text.value());
      case Json.Num number -> add('n', number.value().stripTrailingZeros().toString());
      case Json.Bool truth -> digest.update((byte) (truth.value() ? 't' : 'f'));
      case Json.Null nothing -> digest.update((byte) '0');
    }
  }

  private void begin(char kind, int size) {
    digest.update((kind + Integer.toString(size) + ":").getBytes(StandardCharsets.US_ASCII));
  }

  /** Two bytes for each char: UTF-8 has one form for all halves of a surrogate pair. */
  private void add(char kind, String text) {
    begin(kind, text.length());
    byte[] bytes = new byte[2 * text.length()];
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      bytes[2 * i] = (byte) (c >> 8);
      bytes[2 * i + 1] = (byte) c;
    }
    digest.update(bytes);
  }
}
