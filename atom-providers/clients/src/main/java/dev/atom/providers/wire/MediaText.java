package dev.atom.providers.wire;

import dev.atom.model.Media;
import java.util.Base64;
import java.util.Locale;

/** Writes media as OpenAI wants it. */
public final class MediaText {
  private MediaText() {}

  public static String base64(Media.Inline media) {
    return Base64.getEncoder().encodeToString(media.bytes());
  }

  public static String dataUrl(Media.Inline media) {
    return "data:" + media.type() + ";base64," + base64(media);
  }

  public static String audioFormat(String type) {
    String subtype = type.substring(type.indexOf('/') + 1).toLowerCase(Locale.ROOT);
    return switch (subtype) {
      case "x-wav", "wave", "vnd.wave" -> "wav";
      case "mpeg" -> "mp3";
      default -> subtype;
    };
  }
}
