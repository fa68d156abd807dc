package dev.atom.connectors;

import dev.atom.connectors.WebhookRule.Hash;
import dev.atom.connectors.WebhookRule.Part;
import java.io.ByteArrayOutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Puts together what a service signs. */
final class SignedText {
  private SignedText() {}

  /** Empty if a header that is signed is not there once, or the form can't be read. */
  static Optional<byte[]> of(List<Part> parts, WebhookRequest request, Optional<String> time) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (Part part : parts) {
      Optional<byte[]> bytes =
          switch (part) {
            case Part.Literal literal -> Optional.of(utf8(literal.text()));
            case Part.Header header -> header(request, header.name());
            case Part.Whole whole -> whole(whole, request, time);
          };
      if (bytes.isEmpty()) {
        return Optional.empty();
      }
      text.writeBytes(bytes.get());
    }
    return Optional.of(text.toByteArray());
  }

  private static Optional<byte[]> whole(
      Part.Whole part, WebhookRequest request, Optional<String> time) {
    return switch (part) {
      case BODY -> Optional.of(request.body());
      case URL -> Optional.of(utf8(request.url()));
      case METHOD -> Optional.of(utf8(request.method()));
      case TIME -> time.map(SignedText::utf8);
      case SORTED_FORM -> sortedForm(new String(request.body(), StandardCharsets.UTF_8));
    };
  }

  private static Optional<byte[]> header(WebhookRequest request, String name) {
    List<String> values = request.headers().all(name);
    return values.size() == 1 ? Optional.of(utf8(values.get(0))) : Optional.empty();
  }

  /** Names and values of a form, decoded, without anything between, in the order of the names. */
  private static Optional<byte[]> sortedForm(String form) {
    StringBuilder text = new StringBuilder();
    try {
      Arrays.stream(form.split("&"))
          .filter(pair -> !pair.isEmpty())
          .map(pair -> pair.split("=", 2))
          .map(p -> List.of(decoded(p[0]), p.length > 1 ? decoded(p[1]) : ""))
          .sorted(
              Comparator.<List<String>, String>comparing(List::getFirst)
                  .thenComparing(List::getLast))
          .forEach(pair -> text.append(pair.getFirst()).append(pair.getLast()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    return Optional.of(utf8(text.toString()));
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] hmac(Hash hash, byte[] key, byte[] text) {
    try {
      Mac mac = Mac.getInstance(hash.algorithm);
      mac.init(new SecretKeySpec(key, hash.algorithm));
      return mac.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + hash.algorithm, e);
    }
  }
}
