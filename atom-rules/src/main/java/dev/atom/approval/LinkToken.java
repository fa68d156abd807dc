package dev.atom.approval;

import dev.atom.json.Json;
import dev.atom.json.JsonException;
import dev.atom.secret.PlaintextAccess;
import dev.atom.secret.Secret;
import dev.atom.store.Subject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a link carries, and its form: the claims as JSON in base64url, a point, and their HMAC-SHA-256
 * (RFC 2104) in base64url.
 */
record LinkToken(Subject subject, String approval, String hash, LinkAction action, Holder holder) {
  private static final String DOMAIN = "atom.approval.link.v1:";
  private static final int LONGEST = 4096;
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  /**
   * Whose it is.
   *
   * @param nonce makes it another one than any made before
   */
  record Holder(String person, String channel, Instant expires, String nonce) {}

  String sign(Secret key) {
    Json.Obj claims =
        Json.object()
            .put("t", subject.tenant())
            .put("k", subject.kind())
            .put("s", subject.id())
            .put("a", approval)
            .put("h", hash)
            .put("d", action.name())
            .put("p", holder.person())
            .put("c", holder.channel())
            .put("e", holder.expires().toString())
            .put("n", holder.nonce())
            .build();
    String payload = ENCODER.encodeToString(claims.toUtf8());
    return payload + "." + ENCODER.encodeToString(mac(key, payload));
  }

  /** Reads nothing of a token before its signature is checked, which takes as long for any. */
  static Optional<LinkToken> read(Secret key, String token) {
    int point = token.length() > LONGEST ? -1 : token.lastIndexOf('.');
    String payload = point < 0 ? "" : token.substring(0, point);
    byte[] given = decode(point < 0 ? "" : token.substring(point + 1));
    if (!MessageDigest.isEqual(mac(key, payload), given)) {
      return Optional.empty();
    }
    try {
      Json.Obj claims = Json.parseObject(new String(decode(payload), StandardCharsets.UTF_8));
      return Optional.of(of(claims));
    } catch (JsonException | IllegalArgumentException otherVersion) {
      return Optional.empty();
    }
  }

  private static LinkToken of(Json.Obj claims) {
    return new LinkToken(
        new Subject(Form.text(claims, "t"), Form.text(claims, "k"), Form.text(claims, "s")),
        Form.text(claims, "a"),
        Form.text(claims, "h"),
        LinkAction.valueOf(Form.text(claims, "d")),
        new Holder(
            Form.text(claims, "p"),
            Form.text(claims, "c"),
            Form.instant(claims, "e"),
            Form.text(claims, "n")));
  }

  private static byte[] decode(String text) {
    try {
      return Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException damaged) {
      return new byte[0];
    }
  }

  private static byte[] mac(Secret key, String payload) {
    return key.use(
        PlaintextAccess.granted(),
        bytes -> {
          try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
            return mac.doFinal((DOMAIN + payload).getBytes(StandardCharsets.UTF_8));
          } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
          }
        });
  }

  /** Under what its use is remembered; tells nothing of the token. */
  String fingerprint() {
    return Proposal.sha256(DOMAIN + holder.nonce() + subject + approval + hash + action);
  }

  @Override
  public String toString() {
    return "LinkToken[hidden]";
  }
}
